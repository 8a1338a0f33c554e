const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const;

export function bytes(many: number): string {
  const power = many < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(many) / 10));
  const value = many / 1024 ** power;
  return `${value.toLocaleString('en', { maximumFractionDigits: power === 0 ? 0 : 1 })} ${units[power]}`;
}
