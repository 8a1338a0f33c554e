/** Readers for what stands in the URL, where anybody can write anything. */
export type Raw = Readonly<Record<string, unknown>>;

export function text(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function oneOf<const Value extends string>(values: readonly Value[], value: unknown): Value | undefined {
  return values.find((each) => each === value);
}

export function textList(value: unknown): readonly string[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const list = value.filter((each) => typeof each === 'string');
  return list.length > 0 ? list : undefined;
}

type Chosen<Value> = { [Key in keyof Value]?: Exclude<Value[Key], undefined> };

/** Leaves out what is not set, so that the URL says only what was chosen. */
export function chosen<Value extends object>(values: Value): Chosen<Value>;
export function chosen(values: object): object {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
