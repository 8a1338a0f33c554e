import { groupsOf } from './groups.ts';
import { type InputId, inputs } from './input.ts';
import { groupKey, type Rule } from './rule.ts';

/** What a set of rules reads: a change of anything else cannot change an outcome. */
export interface Touches {
  readonly inputs: ReadonlySet<InputId>;
  /** Keys of the groups (`groupKey`). */
  readonly groups: ReadonlySet<string>;
  /** Whether anything of the device's user is read. */
  readonly user: boolean;
}

/** The device's family counts even where no rule reads it: the platform filter does. */
export function touches(rules: readonly Rule[]): Touches {
  const read = new Set<InputId>(['deviceFamily', ...rules.map((rule) => rule.input)]);
  return {
    inputs: read,
    groups: new Set(groupsOf(rules).map(groupKey)),
    user: [...read].some((input) => inputs[input].source === 'user'),
  };
}
