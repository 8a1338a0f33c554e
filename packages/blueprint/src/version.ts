// version   = part *( ["."] part ) ; blanks and a build in brackets at the end are left out
// part      = 1*DIGIT / 1*ALPHA

/** Numbers and words of a version in order: `15.1b2` is `[15, 1, 'b', 2]`. */
export type Version = readonly (number | string)[];

/** Null for a text that does not begin with a number. */
export function parseVersion(text: string): Version | null {
  const plain = text.trim().replace(/\s*\(.*\)$/, '');
  if (!/^\d+([.\-_ ]?[0-9a-z]+)*$/i.test(plain)) return null;
  const parts = plain.toLowerCase().match(/\d+|[a-z]+/g) ?? [];
  return parts.map((part) => (/^\d/.test(part) ? Number(part) : part));
}

/** Part by part; an absent part is 0, and a word comes before any number: `15.0b2` < `15` = `15.0` < `15.9` < `15.10`. */
export function compareVersions(a: Version, b: Version): number {
  const length = Math.max(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const left = a[i] ?? 0;
    const right = b[i] ?? 0;
    if (left === right) continue;
    if (typeof left === 'number' && typeof right === 'number') return left < right ? -1 : 1;
    if (typeof left === 'string' && typeof right === 'string') return left < right ? -1 : 1;
    return typeof left === 'string' ? -1 : 1;
  }
  return 0;
}
