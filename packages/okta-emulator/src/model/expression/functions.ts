import type { ExpressionValue } from './ast.ts';
import { fits, type Pattern, parsePattern } from './pattern.ts';

/** What an expression may ask of the organisation beside the user's own attributes. */
export interface Membership {
  isMemberOf(groupId: string): boolean;
  /** Names of the groups that the user is in. */
  groupNames(): Iterable<string>;
}

/** What an evaluation may ask, and how it tells what it costs: the work of one evaluation is bounded. */
export interface Evaluation {
  readonly membership: Membership;
  readonly spend: (steps: number) => void;
}

interface FunctionEntry {
  readonly min: number;
  readonly max: number;
  readonly run: (args: readonly ExpressionValue[], evaluation: Evaluation) => ExpressionValue;
}

export const textOf = (value: ExpressionValue | undefined): string =>
  value === null || value === undefined ? '' : Array.isArray(value) ? value.map(textOf).join(',') : String(value);
const listOf = (value: ExpressionValue | undefined): readonly ExpressionValue[] =>
  Array.isArray(value) ? value : value === null || value === undefined ? [] : [value];

const text = (count: number, run: (...args: string[]) => ExpressionValue): FunctionEntry => ({
  min: count,
  max: count,
  run: (args) => run(...args.map(textOf)),
});

const named = (holds: (groupName: string, argument: string, spend: Evaluation['spend']) => boolean): FunctionEntry => ({
  min: 1,
  max: 1,
  run: ([argument], { membership, spend }) => {
    for (const name of membership.groupNames()) {
      spend(1);
      if (holds(name, textOf(argument), spend)) return true;
    }
    return false;
  },
});

const patterns = new Map<string, Pattern | null>();

/** Almost every pattern beyond this is too large to be used anyway. */
const longestKept = 1000;

/** Rules repeat for every person: a pattern is read once and kept. Reading is work as well, and is told before it is done. */
function patternOf(text: string, spend: Evaluation['spend']): Pattern | null {
  const known = patterns.get(text);
  if (known !== undefined) return known;
  spend(text.length);
  const parsed = parsePattern(text);
  const pattern = parsed.ok ? parsed.value : null;
  if (text.length > longestKept) return pattern;
  if (patterns.size > 1000) patterns.clear();
  patterns.set(text, pattern);
  return pattern;
}

/** A written pattern that cannot be read is refused with its expression; one that is put together matches nothing. */
export function matchesPattern(value: string, text: string, spend: Evaluation['spend']): boolean {
  const pattern = patternOf(text, spend);
  return pattern !== null && fits(pattern, value, spend);
}

function replaceAll(args: readonly ExpressionValue[], { spend }: Evaluation): ExpressionValue {
  const [value = '', from = '', to = ''] = args.map(textOf);
  const parts = value.split(from);
  // Told before it is built: a text within a text grows by multiplication.
  spend(parts.length * to.length);
  return parts.join(to);
}

function stringSwitch(args: readonly ExpressionValue[]): ExpressionValue {
  const [input, fallback, ...pairs] = args.map(textOf);
  for (let i = 0; i + 1 < pairs.length; i += 2) {
    if ((input ?? '').includes(pairs[i] ?? '')) return pairs[i + 1] ?? '';
  }
  return fallback ?? '';
}

const integer = (value: ExpressionValue | undefined): ExpressionValue => {
  const number = Number(textOf(value));
  return Number.isFinite(number) ? Math.round(number) : null;
};

const functions: Readonly<Record<string, FunctionEntry>> = {
  'String.append': text(2, (a = '', b = '') => a + b),
  'String.join': { min: 2, max: 50, run: ([glue, ...parts]) => parts.map(textOf).join(textOf(glue)) },
  'String.len': text(1, (a = '') => a.length),
  'String.removeSpaces': text(1, (a = '') => a.replaceAll(/\s/g, '')),
  'String.replace': { min: 3, max: 3, run: replaceAll },
  'String.replaceFirst': text(3, (a = '', from = '', to = '') => a.replace(from, () => to)),
  'String.startsWith': text(2, (a = '', start = '') => a.startsWith(start)),
  'String.endsWith': text(2, (a = '', end = '') => a.endsWith(end)),
  'String.stringContains': text(2, (a = '', part = '') => a.includes(part)),
  'String.stringSwitch': { min: 2, max: 50, run: stringSwitch },
  'String.substring': {
    min: 2,
    max: 3,
    run: ([a, from, to]) => textOf(a).slice(Number(from), to === undefined ? undefined : Number(to)),
  },
  'String.substringAfter': text(2, (a = '', mark = '') =>
    a.includes(mark) ? a.slice(a.indexOf(mark) + mark.length) : '',
  ),
  'String.substringBefore': text(2, (a = '', mark = '') => (a.includes(mark) ? a.slice(0, a.indexOf(mark)) : a)),
  'String.toLowerCase': text(1, (a = '') => a.toLowerCase()),
  'String.toUpperCase': text(1, (a = '') => a.toUpperCase()),
  'String.trim': text(1, (a = '') => a.trim()),
  'Arrays.contains': { min: 2, max: 2, run: ([list, item]) => listOf(list).some((entry) => entry === item) },
  'Arrays.isEmpty': { min: 1, max: 1, run: ([list]) => listOf(list).length === 0 },
  'Arrays.size': { min: 1, max: 1, run: ([list]) => listOf(list).length },
  'Arrays.get': { min: 2, max: 2, run: ([list, index]) => listOf(list)[Number(index)] ?? null },
  'Arrays.toCsvString': { min: 1, max: 1, run: ([list]) => listOf(list).map(textOf).join(',') },
  'Convert.toInt': { min: 1, max: 1, run: ([a]) => integer(a) },
  'Convert.toNum': { min: 1, max: 1, run: ([a]) => (textOf(a).trim() === '' ? null : Number(textOf(a))) },
  isMemberOfGroup: { min: 1, max: 1, run: ([id], { membership }) => membership.isMemberOf(textOf(id)) },
  isMemberOfAnyGroup: {
    min: 1,
    max: 100,
    run: (ids, { membership }) => ids.flatMap(listOf).some((id) => membership.isMemberOf(textOf(id))),
  },
  isMemberOfGroupName: named((name, wanted) => name === wanted),
  isMemberOfGroupNameStartsWith: named((name, start) => name.startsWith(start)),
  isMemberOfGroupNameContains: named((name, part) => name.includes(part)),
  isMemberOfGroupNameRegex: named(matchesPattern),
};

export const functionNamed = (name: string): FunctionEntry | undefined =>
  Object.hasOwn(functions, name) ? functions[name] : undefined;
