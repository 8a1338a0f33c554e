/** `?` → `$1`, `$2` … outside quotes. Our SQL has no `?` operators and no comments. */
export function numberPlaceholders(sql: string): string {
  let n = 0;
  return sql.replace(/'[^']*'|"[^"]*"|\?/g, (part) => (part === '?' ? `$${++n}` : part));
}
