const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What stands beside a `value` of a multi-valued attribute (RFC 7643 §2.4), in brackets. */
function beside(rest: Readonly<Record<string, unknown>>): string {
  const words = Object.entries(rest).flatMap(([name, value]) => {
    if (value === true) return [name];
    if (value === false || value === null || name === '$ref') return [];
    return [name === 'type' || name === 'display' ? readable(value) : `${name} ${readable(value)}`];
  });
  return words.length === 0 ? '' : ` (${words.join(', ')})`;
}

/** A value of a SCIM document for people: `ada@example.com (work, primary)`, `givenName Ada, familyName Lovelace`. */
export function readable(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(readable).join('; ');
  if (!isRecord(value)) return typeof value === 'string' ? value : JSON.stringify(value);
  if ('value' in value) {
    const { value: main, ...rest } = value;
    return readable(main) + beside(rest);
  }
  return Object.entries(value)
    .map(([name, each]) => `${name} ${readable(each)}`)
    .join(', ');
}
