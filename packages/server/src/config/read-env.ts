import { type SettingName, settings } from './settings.ts';

/** The settings as text. An empty value counts as unset. */
export type Env = { readonly [name in SettingName]?: string };

/** The only reader of the environment. */
export function readEnv(source: Readonly<Record<string, string | undefined>> = process.env): Env {
  const env: { [name in SettingName]?: string } = {};
  for (const { name } of settings) {
    const value = source[name]?.trim();
    if (value) env[name] = value;
  }
  return env;
}

/** Names that look like settings and aren't: most often a typing error that would go unnoticed. */
export function unknownSettings(source: Readonly<Record<string, string | undefined>> = process.env): readonly string[] {
  const known = new Set<string>(settings.map((setting) => setting.name));
  return Object.keys(source).filter((name) => name.startsWith('ROLLCALL_') && !known.has(name) && !isTestSetting(name));
}

const isTestSetting = (name: string): boolean => name.startsWith('ROLLCALL_TEST_');
