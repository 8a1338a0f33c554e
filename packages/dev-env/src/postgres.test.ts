import pg from 'pg';
import { expect, inject, test } from 'vitest';

test('the test run has a real PostgreSQL, 15 or newer', async () => {
  const client = new pg.Client({ connectionString: inject('postgresUrl') });
  await client.connect();
  const { rows } = await client.query('show server_version_num');
  await client.end();
  expect(Number(rows[0].server_version_num)).toBeGreaterThanOrEqual(150000);
});
