import { DatabaseError, type DatabaseErrorKind } from '../../sql/database.ts';

const UNIQUE_VIOLATION = '23505';
// Serialization failure and deadlock: the same transaction works when it is run again.
const AGAIN = new Set(['40001', '40P01']);
// Connection exceptions, insufficient resources, operator intervention (https://www.postgresql.org/docs/current/errcodes-appendix.html).
const UNAVAILABLE_CLASSES = new Set(['08', '53', '57']);

const codeOf = (error: Error): string => ('code' in error && typeof error.code === 'string' ? error.code : '');

export const isWorthAnotherTry = (error: unknown): boolean =>
  error instanceof DatabaseError && error.cause instanceof Error && AGAIN.has(codeOf(error.cause));

// Five characters are an SQLSTATE; the rest are the system's (ECONNREFUSED) or none (a lost connection).
const isSqlState = (code: string): boolean => code.length === 5 && code !== 'EPIPE';

function kindOf(code: string): DatabaseErrorKind {
  if (code === UNIQUE_VIOLATION) return 'unique';
  if (AGAIN.has(code) || UNAVAILABLE_CLASSES.has(code.slice(0, 2))) return 'unavailable';
  return isSqlState(code) ? 'bug' : 'unavailable';
}

const TOO_MANY_CONNECTIONS = '53300';

/** Whether the driver's error says that there is no connection any more, or none to be had. */
export function isLost(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = codeOf(error);
  return !isSqlState(code) || code.startsWith('08') || code.startsWith('57P') || code === TOO_MANY_CONNECTIONS;
}

const QUERY_CANCELED = '57014';

/** The error for a statement that ran into the limit that was set for it, be it the driver's or ours already; null for any other. */
export function cutOff(error: unknown): DatabaseError | null {
  const own = error instanceof DatabaseError ? error.cause : error;
  return own instanceof Error && codeOf(own) === QUERY_CANCELED
    ? new DatabaseError('tooLong', 'PostgreSQL: the statement took too long', own)
    : null;
}

export const postgresError = (error: unknown): unknown =>
  error instanceof Error && !(error instanceof DatabaseError)
    ? new DatabaseError(kindOf(codeOf(error)), `PostgreSQL: ${error.message}`, error, isLost(error))
    : error;
