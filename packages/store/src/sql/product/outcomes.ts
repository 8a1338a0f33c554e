import { createHash } from 'node:crypto';
import type { SqlReader, SqlWriter } from '../database.ts';
import { chunks, inList } from '../in-lists.ts';
import { takeNumbers } from './counters.ts';

const MAX_KNOWN = 10_000;

/**
 * What devices get, each text once: thousands of devices share an outcome, and a row that only names it is written ten times
 * quicker. Outcomes are never changed or removed, so what is known of them stays true.
 */
export class Outcomes {
  readonly #tenantNo: number;
  readonly #texts = new Map<number, string>();
  readonly #numbers = new Map<string, number>();

  constructor(tenantNo: number) {
    this.#tenantNo = tenantNo;
  }

  async texts(reader: SqlReader, nos: Iterable<number>): Promise<(no: number) => string> {
    const unknown = [...new Set(nos)].filter((no) => !this.#texts.has(no));
    for (const chunk of chunks(unknown, 500)) {
      const list = inList(chunk);
      const rows = await reader.all<{ no: number; items: string }>(
        `select no, items from result_outcome where tenant_no = ? and no in ${list.sql}`,
        [this.#tenantNo, ...list.params],
      );
      for (const { no, items } of rows) this.#know(no, items);
    }
    return (no) => this.#texts.get(no) ?? '[]';
  }

  /** The numbers of these texts; new ones are added. The scope `product` is held. */
  async numbers(tx: SqlWriter, texts: Iterable<string>): Promise<(text: string) => number> {
    const found = new Map<string, number>();
    for (const text of new Set(texts)) found.set(text, this.#numbers.get(text) ?? (await this.#find(tx, text)));
    return (text) => found.get(text) ?? 0;
  }

  /** Not kept in memory before it is committed: the transaction may be undone. What is read is there. */
  async #find(tx: SqlWriter, text: string): Promise<number> {
    const digest = createHash('sha256').update(text).digest('base64url');
    const [row] = await tx.all<{ no: number }>('select no from result_outcome where tenant_no = ? and digest = ?', [
      this.#tenantNo,
      digest,
    ]);
    if (row) return row.no;
    const no = await takeNumbers(tx, this.#tenantNo, 'outcome', 1);
    await tx.run('insert into result_outcome (tenant_no, no, digest, items) values (?, ?, ?, ?)', [
      this.#tenantNo,
      no,
      digest,
      text,
    ]);
    return no;
  }

  #know(no: number, text: string): void {
    if (this.#texts.size >= MAX_KNOWN) {
      this.#texts.clear();
      this.#numbers.clear();
    }
    this.#texts.set(no, text);
    this.#numbers.set(text, no);
  }
}
