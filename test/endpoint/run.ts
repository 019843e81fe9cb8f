import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** `npm run test:endpoint -- URL MODEL [DIALECT]`: holds a real server against the whole contract, and says what holds. */
const usage = `npm run test:endpoint -- URL MODEL [DIALECT]

Asks a real server some twenty short completions and says which of our expectations hold there, as in
  npm run test:endpoint -- http://localhost:8080 qwen2.5-coder
  npm run test:endpoint -- http://localhost:11434 qwen2.5-coder:1.5b-base ollama
The key, where one is needed, comes from SURELINE_API_KEY. Only texts of the tests are sent.
`;

const [url, model, dialect = 'auto'] = process.argv.slice(2);
if (url === undefined || model === undefined) {
  process.stdout.write(usage);
} else {
  const contract = fileURLToPath(new URL('contract.ts', import.meta.url));
  const env = {
    ...process.env,
    SURELINE_TEST_URL: url,
    SURELINE_TEST_MODEL: model,
    SURELINE_TEST_DIALECT: dialect,
  };
  const { status } = spawnSync(process.execPath, ['--test', '--test-reporter=spec', contract], {
    env,
    stdio: 'inherit',
  });
  process.exitCode = status ?? 1;
}
