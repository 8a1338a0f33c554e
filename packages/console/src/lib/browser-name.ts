const browsers: readonly (readonly [string, RegExp])[] = [
  ['Edge', /Edg\//],
  ['Firefox', /Firefox\//],
  ['Chrome', /Chrom(e|ium)\//],
  ['Safari', /Safari\//],
  ['Command line', /curl|node|undici/i],
];
const systems: readonly (readonly [string, RegExp])[] = [
  ['iPhone', /iPhone/],
  ['iPad', /iPad/],
  ['Android', /Android/],
  ['macOS', /Mac OS X/],
  ['Windows', /Windows/],
  ['Linux', /Linux/],
];
const named = (list: typeof browsers, agent: string) => list.find(([, pattern]) => pattern.test(agent))?.[0];

/** "Chrome on macOS", enough to tell one's sessions apart. */
export function browserName(userAgent: string | null): string {
  if (!userAgent) return 'Unknown browser';
  const system = named(systems, userAgent);
  return `${named(browsers, userAgent) ?? 'Browser'}${system ? ` on ${system}` : ''}`;
}
