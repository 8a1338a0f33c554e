import { fail, ok, type Result } from '@rollcall/scim';
import type { Expression } from './expression/ast.ts';
import { Budget, holds, namedGroupIds, stepsOfOne } from './expression/evaluate.ts';
import type { Membership as Groups } from './expression/functions.ts';
import { parseExpression } from './expression/parse.ts';
import { type GroupRule, ruleLimits } from './group.ts';
import { isMember, membershipChanged } from './memberships.ts';
import type { Org } from './org.ts';
import { invalid, notFound, type Problem } from './problem.ts';
import { expressionOf, problemsOf, type RuleInput } from './rule-input.ts';
import { inTurns } from './turns.ts';
import type { OktaUser } from './user.ts';

export function createRule(org: Org, input: RuleInput): Result<GroupRule, Problem> {
  const expression = expressionOf(input);
  const problems = problemsOf(org, input, expression);
  if (org.rules.size >= ruleLimits.rules) problems.push(`an org has at most ${ruleLimits.rules} rules`);
  if (nameTaken(org, input.name, null)) problems.push('name: another rule has this name');
  if (problems.length > 0) return fail(invalid('Api validation failed: rule', ...problems));
  const rule: GroupRule = {
    id: org.around.newId('0pr'),
    name: input.name,
    status: 'INACTIVE',
    basic: input.condition.kind === 'expression' ? null : input.condition,
    expression,
    groupIds: [...input.groupIds],
    excludedUserIds: [...(input.excludedUserIds ?? [])],
    problem: null,
    created: org.now(),
    lastUpdated: org.now(),
  };
  org.setRule(rule);
  logRule(org, rule, 'add', 'Create group rule');
  return ok(rule);
}

const nameTaken = (org: Org, name: string, except: string | null): boolean =>
  [...org.rules.values()].some((rule) => rule.id !== except && rule.name.toLowerCase() === name.toLowerCase());

export function updateRule(org: Org, id: string, input: RuleInput): Result<GroupRule, Problem> {
  const rule = org.rules.get(id);
  if (rule === undefined) return fail(notFound('GroupRule', id));
  if (rule.status === 'ACTIVE') return fail(invalid('Only inactive rules can be edited. Deactivate the rule first.'));
  const expression = expressionOf(input);
  const problems = problemsOf(org, input, expression);
  if (nameTaken(org, input.name, id)) problems.push('name: another rule has this name');
  if (problems.length > 0) return fail(invalid('Api validation failed: rule', ...problems));
  const next: GroupRule = {
    ...rule,
    name: input.name,
    status: 'INACTIVE',
    basic: input.condition.kind === 'expression' ? null : input.condition,
    expression,
    groupIds: [...input.groupIds],
    excludedUserIds: [...(input.excludedUserIds ?? rule.excludedUserIds)],
    problem: null,
    lastUpdated: org.now(),
  };
  org.setRule(next);
  logRule(org, next, 'update', 'Update group rule');
  return ok(next);
}

export async function activateRule(org: Org, id: string): Promise<Result<GroupRule, Problem>> {
  const rule = org.rules.get(id);
  if (rule === undefined) return fail(notFound('GroupRule', id));
  if (rule.status === 'INVALID') return fail(invalid('The rule is invalid', rule.problem ?? ''));
  if (rule.status === 'ACTIVE') return ok(rule);
  const next: GroupRule = { ...rule, status: 'ACTIVE', lastUpdated: org.now() };
  org.setRule(next);
  logRule(org, next, 'activate', 'Activate group rule');
  await applyRulesToAll(org);
  // It may have turned out to take too long.
  return ok(org.rules.get(id) ?? next);
}

export function deactivateRule(org: Org, id: string): Result<GroupRule, Problem> {
  const rule = org.rules.get(id);
  if (rule === undefined) return fail(notFound('GroupRule', id));
  if (rule.status !== 'ACTIVE') return ok(rule);
  const next: GroupRule = { ...rule, status: 'INACTIVE', lastUpdated: org.now() };
  org.setRule(next);
  logRule(org, next, 'deactivate', 'Deactivate group rule');
  return ok(next);
}

/** Okta's choice when a rule is deleted: keep the people in the groups, or take them out again. */
export async function deleteRule(org: Org, id: string, removeUsers: boolean): Promise<Result<null, Problem>> {
  const rule = org.rules.get(id);
  if (rule === undefined) return fail(notFound('GroupRule', id));
  org.rules.delete(id);
  org.around.changed('rule', id);
  for (const groupId of rule.groupIds) {
    for (const [userId, membership] of [...(org.members.get(groupId) ?? [])]) {
      if (!membership.ruleIds.includes(id)) continue;
      const ruleIds = membership.ruleIds.filter((other) => other !== id);
      const manual = membership.manual || (!removeUsers && ruleIds.length === 0);
      org.setMembership(groupId, userId, manual || ruleIds.length > 0 ? { manual, ruleIds } : null);
      if (!manual && ruleIds.length === 0) membershipChanged(org, groupId, userId);
    }
  }
  logRule(org, rule, 'delete', 'Delete group rule');
  if (removeUsers) await applyRulesToAll(org);
  return ok(null);
}

/** A rule that names a group which is gone does nothing any more. */
export function invalidateRulesOf(org: Org, groupId: string, groupName: string): void {
  for (const rule of org.rules.values()) {
    const parsed = parseExpression(rule.expression);
    const names = rule.groupIds.includes(groupId) || (parsed.ok && namedGroupIds(parsed.value).includes(groupId));
    if (names) invalidate(org, rule, `The group ${groupName} was deleted.`);
  }
}

function logRule(org: Org, rule: GroupRule, event: string, message: string): void {
  org.log(`group.rule.${event}`, message, [
    { id: rule.id, type: 'GroupRule', displayName: rule.name, alternateId: 'unknown' },
  ]);
}

interface RunnableRule {
  readonly rule: GroupRule;
  readonly expression: Expression;
  readonly budget: Budget;
}

const parsedRules = new WeakMap<GroupRule, Expression | null>();

function expressionOfRule(rule: GroupRule): Expression | null {
  const known = parsedRules.get(rule);
  if (known !== undefined) return known;
  const parsed = parseExpression(rule.expression);
  const expression = parsed.ok ? parsed.value : null;
  parsedRules.set(rule, expression);
  return expression;
}

/** Each rule has work to spend: a patient one reaches everybody, one that would hold the org up becomes INVALID. */
class RuleBudgets {
  readonly #people: number;
  readonly #budgets = new Map<GroupRule, Budget>();

  constructor(people: number) {
    this.#people = people;
  }

  of(rule: GroupRule): Budget {
    const budget = this.#budgets.get(rule) ?? ruleBudget(this.#people);
    this.#budgets.set(rule, budget);
    return budget;
  }

  get spent(): number {
    return this.#budgets.values().reduce((sum, budget) => sum + budget.spent, 0);
  }
}

function runnableRules(org: Org, budgets: RuleBudgets): RunnableRule[] {
  return [...org.rules.values()].flatMap((rule) => {
    if (rule.status !== 'ACTIVE') return [];
    const expression = expressionOfRule(rule);
    if (expression !== null) return { rule, expression, budget: budgets.of(rule) };
    invalidate(org, rule, 'Its expression cannot be read any more.');
    return [];
  });
}

const stepsPerPerson = 1000;
const ruleBudget = (people: number): Budget => new Budget(stepsOfOne + stepsPerPerson * people);

/** The rules are asked for anew with each person: in a pause they may have been switched on, off or edited. */
async function applyRulesToAll(org: Org): Promise<void> {
  const budgets = new RuleBudgets(org.users.size);
  await inTurns(org, org.users.keys(), (userId) => {
    const before = budgets.spent;
    applyTo(org, userId, runnableRules(org, budgets));
    return budgets.spent - before;
  });
}

export const applyRulesTo = (org: Org, userId: string): void => applyRulesToEach(org, [userId]);

/** What changed for several people at once has one budget, as if they were all the people there are. */
export function applyRulesToEach(org: Org, userIds: readonly string[]): void {
  const budgets = new RuleBudgets(userIds.length);
  for (const userId of userIds) applyTo(org, userId, runnableRules(org, budgets));
}

export interface RulePreview {
  readonly matches: number;
  readonly sample: readonly OktaUser[];
}

/** Whom an expression matches, and the first of them. */
export async function previewRule(org: Org, expression: Expression): Promise<Result<RulePreview, Problem>> {
  const sample: OktaUser[] = [];
  const budget = ruleBudget(org.users.size);
  let matches = 0;
  let stopped = false;
  await inTurns(org, org.users.values(), (user) => {
    if (stopped || user.status === 'DEPROVISIONED') return 0;
    const before = budget.spent;
    const held = holds(expression, user.profile, membershipOf(org, user.id), budget);
    stopped = !held.ok;
    if (held.ok && held.value && ++matches <= 10) sample.push(user);
    return budget.spent - before;
  });
  return stopped ? fail(invalid('The expression takes too long to work out.')) : ok({ matches, sample });
}

function invalidate(org: Org, rule: GroupRule, problem: string): void {
  const next: GroupRule = { ...rule, status: 'INVALID', problem };
  org.setRule(next);
  logRule(org, next, 'invalidate', 'Group rule became invalid');
}

/** A rule may look at groups that other rules fill: run until nothing moves, and no longer than a cycle could need. */
function applyTo(org: Org, userId: string, rules: readonly RunnableRule[]): void {
  for (let round = 0; round < 10; round++) {
    let moved = false;
    for (const rule of rules) moved = applyRule(org, userId, rule) || moved;
    if (!moved) return;
  }
}

/** How an expression sees the groups of one person. */
const membershipOf = (org: Org, userId: string): Groups => ({
  isMemberOf: (groupId) => isMember(org, groupId, userId),
  groupNames: function* () {
    for (const groupId of org.groupsOf.get(userId) ?? []) {
      const name = org.groups.get(groupId)?.name;
      if (name !== undefined) yield name;
    }
  },
});

function applyRule(org: Org, userId: string, { rule, expression, budget }: RunnableRule): boolean {
  const user = org.users.get(userId);
  // It may have become invalid on the way.
  if (user === undefined || user.status === 'DEPROVISIONED' || org.rules.get(rule.id)?.status !== 'ACTIVE')
    return false;
  const held = holds(expression, user.profile, membershipOf(org, userId), budget);
  if (!held.ok) {
    invalidate(org, rule, `Its expression takes too long to work out. It got as far as ${user.profile.login}.`);
    return false;
  }
  const matches = !rule.excludedUserIds.includes(userId) && held.value;
  let moved = false;
  for (const groupId of rule.groupIds) {
    const before = org.members.get(groupId)?.get(userId);
    const through = before?.ruleIds.includes(rule.id) ?? false;
    if (matches === through) continue;
    const ruleIds = matches
      ? [...(before?.ruleIds ?? []), rule.id]
      : (before?.ruleIds ?? []).filter((id) => id !== rule.id);
    const manual = before?.manual ?? false;
    const stays = manual || ruleIds.length > 0;
    org.setMembership(groupId, userId, stays ? { manual, ruleIds } : null);
    if ((before !== undefined) !== stays) {
      membershipChanged(org, groupId, userId);
      moved = true;
    }
  }
  return moved;
}
