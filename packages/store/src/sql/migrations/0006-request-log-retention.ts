import type { Migration } from './migration.ts';

/** How much of its requests a tenant wants kept. */
const statements = (): readonly string[] => [
  'alter table tenant add column request_log_days bigint',
  'alter table tenant add column request_log_bytes bigint',
];

export const requestLogRetention: Migration = { number: 6, name: 'request log retention', statements };
