import { randomUUID } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { ProcessLife } from '../../sql/database.ts';
import { makePrivate } from './private-file.ts';

/**
 * Says whether a process that shares the database file is still there. Each one holds a file lock for as long as it lives, which
 * the kernel takes back however it ends. (A process number would not do: two containers on one volume both have number 1.) SQLite
 * itself locks the file, as Node has no call for it; the file stays empty.
 */
export class SqliteProcessLife implements ProcessLife, Disposable {
  readonly leaseTermMs = 30_000;
  readonly #path: string;
  readonly #id = randomUUID();
  #held: DatabaseSync | null = null;

  constructor(path: string) {
    this.#path = path;
  }

  /** The lock is taken when the process first holds something: most commands never do. */
  id(): string {
    this.#held ??= lock(this.#file(this.#id));
    return this.#id;
  }

  isDead(id: string): boolean {
    if (id === this.#id) return false;
    const file = this.#file(id);
    if (!existsSync(file)) return true;
    try {
      lock(file).close();
    } catch {
      return false;
    }
    rmSync(file, { force: true });
    return true;
  }

  #file = (id: string): string => `${this.#path}-alive-${id}`;

  [Symbol.dispose](): void {
    if (this.#held === null) return;
    this.#held.close();
    this.#held = null;
    rmSync(this.#file(this.#id), { force: true });
  }
}

/** Throws at once where another process has the lock. */
function lock(file: string): DatabaseSync {
  makePrivate(file);
  const db = new DatabaseSync(file, { timeout: 0 });
  try {
    db.exec('begin exclusive');
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}
