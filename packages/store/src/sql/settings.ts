import type { SqlReader, SqlWriter } from './database.ts';

/** Small facts about the database as a whole. Written under the scope `control`. */
export async function readSetting(sql: SqlReader, name: string): Promise<string | null> {
  return (await sql.all<{ value: string }>('select value from setting where name = ?', [name]))[0]?.value ?? null;
}

export async function writeSetting(tx: SqlWriter, name: string, value: string): Promise<void> {
  await tx.run(
    'insert into setting (name, value) values (?, ?) on conflict (name) do update set value = excluded.value',
    [name, value],
  );
}
