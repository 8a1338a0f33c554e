import { type Logger, pino } from 'pino';
import type { LogLevel } from '../config/config.ts';

export type { Logger } from 'pino';

/** Whatever is logged by mistake: secrets under these names never reach the log. */
const secretPaths = [
  'authorization',
  'cookie',
  'password',
  'token',
  'secret',
  'headers.authorization',
  'headers.cookie',
];

/** Lines of JSON on standard error, so that standard output has only what people and programs asked for. */
export function createLogger(level: LogLevel, destination?: { write(line: string): void }): Logger {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths: secretPaths.flatMap((path) => [path, `*.${path}`]), censor: '[redacted]' },
  };
  return pino(options, destination ?? pino.destination(2));
}
