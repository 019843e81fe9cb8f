/**
 * What VS Code keeps for single languages, as in `"[python]": { "sureline.cutoff": 0.98 }`,
 * put into the form in which the server takes it from every editor: under `languages`.
 */
interface Section {
  get(key: string): unknown;
  inspect(key: string): { readonly languageIds?: readonly string[] | undefined } | undefined;
}

/**
 * The settings with what is set for single languages added; it lies over what `languages` says.
 * @param keys the settings that a language may have for itself
 * @param sectionFor the section as it is for a language, or for all
 */
export function withOverrides(
  settings: object,
  keys: readonly string[],
  sectionFor: (languageId?: string) => Section,
): object {
  const all = sectionFor();
  const languages: Record<string, unknown> = { ...objectIn(Reflect.get(settings, 'languages')) };
  for (const key of keys) {
    for (const languageId of all.inspect(key)?.languageIds ?? []) {
      const own = languages[languageId];
      const before = typeof own === 'boolean' ? { enabled: own } : own;
      languages[languageId] = { ...objectIn(before), [key]: sectionFor(languageId).get(key) };
    }
  }
  return { ...settings, languages };
}

/** The settings that a language may have for itself, by what package.json says of them. */
export function languageKeys(properties: Readonly<Record<string, { readonly scope?: string }>>): string[] {
  return Object.entries(properties)
    .filter(([, { scope }]) => scope === 'language-overridable')
    .map(([name]) => name.replace(/^sureline\./, ''));
}

function objectIn(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {};
}
