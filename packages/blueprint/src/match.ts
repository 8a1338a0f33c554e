import { type InputId, inputs, isNegative, type Operator } from './input.ts';
import type { Prepared } from './prepared.ts';
import { fold, type GroupRef, groupKey, type Rule, type ValueRule } from './rule.ts';
import { compareVersions, parseVersion } from './version.ts';

export type Matcher = (subject: Prepared) => boolean;

const never: Matcher = () => false;
const negated =
  (matcher: Matcher): Matcher =>
  (subject) =>
    !matcher(subject);

/**
 * Which groups that rules name no longer exist (by `groupKey`). Nobody is in such a group, and a rule that excludes it holds for
 * nobody either: a group that vanishes must not suddenly let everybody in.
 */
export type VanishedGroups = ReadonlySet<string>;

function groupMatcher(operator: Operator, groups: readonly GroupRef[], vanished: VanishedGroups): Matcher {
  const keys = groups.map(groupKey);
  const live = keys.filter((key) => !vanished.has(key));
  if (isNegative.has(operator) && live.length < keys.length) return never;
  const [first] = live;
  const inAny: Matcher =
    live.length === 1 && first !== undefined
      ? (subject) => subject.inGroup(first)
      : (subject) => live.some((key) => subject.inGroup(key));
  return isNegative.has(operator) ? negated(inAny) : inAny;
}

type Single = Exclude<InputId, 'userGroup' | 'tag'>;

function textMatcher(input: Single, operator: Operator, values: readonly string[]): Matcher {
  const wanted = values.map(fold);
  if (operator === 'contains' || operator === 'doesNotContain')
    return (subject) => {
      const value = subject.value(input);
      return value !== null && wanted.some((part) => value.includes(part));
    };
  const set = new Set(wanted);
  return (subject) => {
    const value = subject.value(input);
    return value !== null && set.has(value);
  };
}

function tagMatcher(operator: Operator, values: readonly string[]): Matcher {
  const wanted = values.map(fold);
  if (operator === 'contains' || operator === 'doesNotContain')
    return (subject) => subject.tags().some((tag) => wanted.some((part) => tag.includes(part)));
  const set = new Set(wanted);
  return (subject) => subject.tags().some((tag) => set.has(tag));
}

function versionMatcher(operator: Operator, values: readonly string[]): Matcher {
  const wanted = values.map(parseVersion);
  const holds = (order: number): boolean => {
    switch (operator) {
      case 'greaterThan':
        return order > 0;
      case 'greaterOrEqual':
        return order >= 0;
      case 'lessThan':
        return order < 0;
      case 'lessOrEqual':
        return order <= 0;
      default:
        return order === 0;
    }
  };
  return (subject) => {
    const version = subject.version();
    return version !== null && wanted.some((limit) => limit !== null && holds(compareVersions(version, limit)));
  };
}

function valueMatcher(rule: ValueRule): Matcher {
  if (rule.input === 'tag') return tagMatcher(rule.operator, rule.values);
  if (inputs[rule.input].type === 'version') return versionMatcher(rule.operator, rule.values);
  return textMatcher(rule.input, rule.operator, rule.values);
}

/** Values of a rule are combined with OR; a negative operator is the opposite of its positive one, also for a missing value. */
export function matcherOf(rule: Rule, vanished: VanishedGroups): Matcher {
  if (rule.input === 'userGroup') return groupMatcher(rule.operator, rule.groups, vanished);
  const matcher = valueMatcher(rule);
  return isNegative.has(rule.operator) ? negated(matcher) : matcher;
}

/** Rules of a set are combined with AND. */
export function matcherOfAll(rules: readonly Rule[], vanished: VanishedGroups): Matcher {
  const matchers = rules.map((rule) => matcherOf(rule, vanished));
  const [only] = matchers;
  if (matchers.length === 1 && only) return only;
  return (subject) => matchers.every((matcher) => matcher(subject));
}
