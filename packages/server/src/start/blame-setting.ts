import type { SettingName } from '../config/settings.ts';

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

/** A value that looks right and doesn't work: the line names the setting, so that nobody has to guess which one it was. */
const blamed = (setting: SettingName, error: unknown): Error =>
  new Error(`${setting} can’t be used: ${error instanceof Error ? error.message : String(error)}`, { cause: error });

export async function blaming<T>(setting: SettingName, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw blamed(setting, error);
  }
}

/** What the system says of an address that can't be listened on; anything else is not about the address. */
const addressSettings: Readonly<Record<string, SettingName>> = {
  EADDRINUSE: 'ROLLCALL_PORT',
  // Ports below 1024 need rights.
  EACCES: 'ROLLCALL_PORT',
  EADDRNOTAVAIL: 'ROLLCALL_HOST',
  EAI_AGAIN: 'ROLLCALL_HOST',
  EINVAL: 'ROLLCALL_HOST',
  ENOTFOUND: 'ROLLCALL_HOST',
};

export async function blamingAddress<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const setting = addressSettings[codeOf(error)];
    throw setting === undefined ? error : blamed(setting, error);
  }
}
