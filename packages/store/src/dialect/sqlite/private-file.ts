import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes a database file, and its folder, for nobody but the user of this process: it holds people's data and signing keys.
 * SQLite gives the files beside it the same rights. What is there already keeps the rights that its owner gave it.
 */
export function makePrivate(path: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  closeSync(openSync(path, 'a', 0o600));
}
