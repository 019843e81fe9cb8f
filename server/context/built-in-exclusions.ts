/**
 * The names that Sureline knows by itself: what holds secrets (never read,
 * sent or suggested in), and what nobody wrote by hand (never learnt from, but
 * whoever edits it is helped). All names are compared in lower case.
 */

/** Names of files that hold keys or passwords, whatever folder they are in. */
const SECRET_FILE = anyOf(
  // Environment files, also as `prod.env` and `.env.local`.
  /\.env(?:[._-].*|rc)?/,
  /.+\.env/,
  // Keys, key stores and password safes.
  /.+\.(?:pem|key|p8|p12|pfx|pkcs12|jks|keystore|truststore|ppk|kdbx?|agekey|gpg|pgp|ovpn|mobileprovision)/,
  /id_(?:rsa|dsa|ecdsa|ed25519)(?:[._-].*)?/,
  /(?:key|keystore|signing)\.properties/,
  // Credentials by name.
  /(?:.*[._-])?secrets?\.(?:json5?|ya?ml|toml|ini|conf|cfg|properties|xml|txt|csv|plist|env|enc)/,
  /secrets\..+/,
  /\.?(?:credentials?|passwords?|passwd|shadow)(?:\.(?:json5?|ya?ml|toml|ini|conf|cfg|properties|xml|txt|csv|plist|db|enc))?/,
  /.+\.(?:secrets?|credentials?)/,
  /(?:client_secret|service[_-]?account).*\.json/,
  // Tools that keep tokens in a file of their own.
  /[._](?:netrc|npmrc|pypirc|pgpass|htpasswd|dockercfg|boto|s3cfg|my\.cnf|git-credentials|vault-token|renviron)/,
  /kubeconfig(?:\..*)?|wp-config\.php|local\.settings\.json|.+\.(?:tfvars|tfstate)(?:\..*)?/,
  // What was typed into a shell, passwords included.
  /\..+_history/,
);

const SECRET_FOLDER = anyOf(/\.(?:ssh|gnupg|aws|azure|kube|gcloud|password-store)/);

/** Files that are secret only in their folder: tokens in the address of a remote, logins of registries. */
const SECRET_PATH = /(?:^|\/)(?:\.git\/config|\.docker\/config\.json)$/;

/** Names of folders that hold what was installed, built, cached or recorded. */
const UNWRITTEN_FOLDER = anyOf(
  // Version control.
  /\.(?:git|hg|svn|jj)|cvs/,
  // Dependencies.
  /(?:node|jspm|bower)_(?:modules|packages|components)|vendor|site-packages|pods|\.yarn|\.pnpm-store|\.bundle/,
  /\.?venv|virtualenv|\.tox|\.nox|\.eggs|.+\.egg-info|\.terraform|elm-stuff|\.dart_tool|\.pub-cache/,
  // Build output.
  /dist|dist-newstyle|build|_build|target|out|obj|\.output|\.next|\.nuxt|\.svelte-kit|\.build|deriveddata/,
  /cmake-build-.*|cmakefiles|bazel-.*|\.stack-work|\.gradle|\.angular|\.expo|\.serverless|\.aws-sam/,
  // Caches, coverage, editors' own.
  /__pycache__|\.?cache|\..+[-_]cache|\.turbo|\.vite|coverage|htmlcov|\.nyc_output|\.idea|\.vs|\.vscode-test/,
  /__snapshots__/,
);

/** Names of files that a tool wrote, or that are not text. */
const UNWRITTEN_FILE = anyOf(
  // Lock files.
  /.+\.lock|.+\.lockb|.+\.lockfile|.+-lock\.(?:json|ya?ml)|npm-shrinkwrap\.json|packages\.lock\.json/,
  /go(?:\.work)?\.sum|package\.resolved/,
  // Minified, bundled, generated.
  /.+[.-]min\..+|.+\.(?:bundle|chunk|generated|gen)\..+|.+_generated\..+|zz_generated.*/,
  /.+\.(?:map|snap|tsbuildinfo|designer\.cs|g\.cs|g\.dart|freezed\.dart)/,
  /.+_pb2(?:_grpc)?\.pyi?|.+\.pb(?:\.gw)?\.(?:go|h|cc|c|swift|dart)|.+_pb\.(?:js|ts|d\.ts|rb)/,
  // Data and records.
  /.+\.(?:csv|tsv|log|svg|ipynb|ndjson|jsonl|geojson|dump|bak|orig|rej|crt|cer|der|asc)/,
  // Binary.
  /.+\.(?:png|jpe?g|gif|webp|avif|bmp|ico|icns|tiff?|psd|ai|eps|heic|mp[34]|m4[av]|mov|avi|mkv|webm|ogg|opus|wav|flac)/,
  /.+\.(?:zip|gz|tgz|bz2|xz|zst|7z|rar|tar|jar|war|ear|whl|egg|gem|nupkg|vsix|apk|ipa|deb|rpm|dmg|iso|img)/,
  /.+\.(?:exe|dll|so|dylib|lib|a|o|obj|pdb|class|pyc|pyo|pyd|node|wasm|bin|dat|elc|beam|rlib|swf)/,
  /.+\.(?:pdf|docx?|xlsx?|pptx?|odt|ods|odp|rtf|epub|woff2?|ttf|otf|eot|sqlite3?|db|mdb|parquet|avro|arrow)/,
  /.+\.(?:npy|npz|pkl|h5|hdf5|pt|pth|onnx|safetensors|gguf|tflite|glb|gltf|fbx|blend|stl)/,
  /\.ds_store|thumbs\.db/,
);

/** Whether a file of this name may hold secrets. */
export function isSecretFile(path: string, name: string): boolean {
  return SECRET_FILE.test(name.toLowerCase()) || SECRET_PATH.test(path);
}

/** Whether all that lies in a folder of this name may be secret. */
export function isSecretFolder(name: string): boolean {
  return SECRET_FOLDER.test(name.toLowerCase());
}

/** Whether a file of this name was hardly written by hand. */
export function isUnwrittenFile(name: string): boolean {
  return UNWRITTEN_FILE.test(name.toLowerCase());
}

/** Whether what lies in a folder of this name was hardly written by hand. */
export function isUnwrittenFolder(name: string): boolean {
  return UNWRITTEN_FOLDER.test(name.toLowerCase());
}

/** One expression for a whole name that fits any of these. */
function anyOf(...names: readonly RegExp[]): RegExp {
  return new RegExp(`^(?:${names.map(({ source }) => source).join('|')})$`);
}
