import { DatabaseError, type DatabaseErrorKind } from '../../sql/database.ts';

const UNIQUE_VIOLATION = '23505';
// Serialization failure and deadlock: the same transaction works when it is run again.
const AGAIN = new Set(['40001', '40P01']);
// Connection exceptions, insufficient resources, operator intervention (https://www.postgresql.org/docs/current/errcodes-appendix.html).
const UNAVAILABLE_CLASSES = new Set(['08', '53', '57']);

const codeOf = (error: Error): string => ('code' in error && typeof error.code === 'string' ? error.code : '');

export const isWorthAnotherTry = (error: unknown): boolean =>
  error instanceof DatabaseError && error.cause instanceof Error && AGAIN.has(codeOf(error.cause));

function kindOf(code: string): DatabaseErrorKind {
  if (code === UNIQUE_VIOLATION) return 'unique';
  if (AGAIN.has(code) || UNAVAILABLE_CLASSES.has(code.slice(0, 2))) return 'unavailable';
  // Five characters are an SQLSTATE; the rest are the system's (ECONNREFUSED) or none (a lost connection).
  return code.length === 5 && code !== 'EPIPE' ? 'bug' : 'unavailable';
}

const QUERY_CANCELED = '57014';

/** The error for a statement that ran into the limit that was set for it; null for any other. */
export const cutOff = (error: unknown): DatabaseError | null =>
  error instanceof Error && codeOf(error) === QUERY_CANCELED
    ? new DatabaseError('tooLong', 'PostgreSQL: the statement took too long', error)
    : null;

export const postgresError = (error: unknown): unknown =>
  error instanceof Error && !(error instanceof DatabaseError)
    ? new DatabaseError(kindOf(codeOf(error)), `PostgreSQL: ${error.message}`, error)
    : error;
