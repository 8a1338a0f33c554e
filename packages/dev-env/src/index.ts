export { type PostgresServer, startPostgres } from './postgres.ts';
export { freePort, untilItAnswers } from './process.ts';
