import { DatabaseError, type DatabaseErrorKind } from '../../sql/database.ts';

// Primary result codes of https://sqlite.org/rescode.html; the low byte of an extended code is its primary one.
const BUSY = 5;
const LOCKED = 6;
const IO_ERROR = 10;
const FULL = 13;
const CANNOT_OPEN = 14;
const UNAVAILABLE = new Set([BUSY, LOCKED, IO_ERROR, FULL, CANNOT_OPEN]);
const CONSTRAINT_UNIQUE = 2067;
const CONSTRAINT_PRIMARY_KEY = 1555;

function kindOf(code: number): DatabaseErrorKind {
  if (code === CONSTRAINT_UNIQUE || code === CONSTRAINT_PRIMARY_KEY) return 'unique';
  return UNAVAILABLE.has(code & 0xff) ? 'unavailable' : 'bug';
}

/** Turns the driver's error into ours; what is not the driver's passes through. */
export function sqliteError(error: unknown): unknown {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return error;
  return new DatabaseError(kindOf(error.errcode), `SQLite: ${error.message}`, error);
}
