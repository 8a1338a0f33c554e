export * from './check.ts';
export { fetchTransport } from './fetch-transport.ts';
export { allChecks, type RunOptions, report, runChecks } from './run.ts';
