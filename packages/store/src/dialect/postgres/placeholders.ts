/** Puts something else for each `?` outside quotes. Our SQL has no `?` operators and no comments. */
export const replacePlaceholders = (sql: string, next: () => string): string =>
  sql.replace(/'[^']*'|"[^"]*"|\?/g, (part) => (part === '?' ? next() : part));

/** `?` → `$1`, `$2` … */
export function numberPlaceholders(sql: string): string {
  let n = 0;
  return replacePlaceholders(sql, () => `$${++n}`);
}
