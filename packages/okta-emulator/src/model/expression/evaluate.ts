import { fail, ok, type Result } from '@rollcall/scim';
import type { UserProfile } from '../user.ts';
import { isProfileAttribute } from '../user.ts';
import type { BinaryOperator, Expression, ExpressionValue } from './ast.ts';
import { type Evaluation, functionNamed, type Membership, matchesPattern, textOf } from './functions.ts';

const noGroups: Membership = { isMemberOf: () => false, groupNames: () => [] };

const truthy = (value: ExpressionValue): boolean => value === true || value === 'true';

/** An absent attribute is null; `==` against an empty text holds for it too, as Okta's mappings expect. */
function equal(left: ExpressionValue, right: ExpressionValue): boolean {
  if (typeof left === 'string' && typeof right === 'string') return left === right;
  if ((left === null && right === '') || (left === '' && right === null)) return true;
  return left === right;
}

function order(left: ExpressionValue, right: ExpressionValue): number {
  const [a, b] = [Number(left), Number(right)];
  if (left !== null && right !== null && Number.isFinite(a) && Number.isFinite(b)) return a - b;
  return textOf(left) < textOf(right) ? -1 : textOf(left) > textOf(right) ? 1 : 0;
}

function binary(
  operator: BinaryOperator,
  left: ExpressionValue,
  right: ExpressionValue,
  spend: Evaluation['spend'],
): ExpressionValue {
  switch (operator) {
    case '==':
      return equal(left, right);
    case '!=':
      return !equal(left, right);
    case '<':
      return order(left, right) < 0;
    case '<=':
      return order(left, right) <= 0;
    case '>':
      return order(left, right) > 0;
    case '>=':
      return order(left, right) >= 0;
    case '+':
      return typeof left === 'number' && typeof right === 'number' ? left + right : textOf(left) + textOf(right);
    case '-':
      return Number(left) - Number(right);
    case '*':
      return Number(left) * Number(right);
    case '/':
      return Number(left) / Number(right);
    case '%':
      return Number(left) % Number(right);
    case 'matches':
      return matchesPattern(textOf(left), textOf(right), spend);
    default:
      return operator satisfies never;
  }
}

/** How much evaluations may do. It is counted, not timed: the same expression has the same fate on every machine. */
export class Budget {
  readonly #steps: number;
  #spent = 0;

  constructor(steps: number) {
    this.#steps = steps;
  }

  get spent(): number {
    return this.#spent;
  }

  readonly spend = (steps: number): void => {
    this.#spent += steps;
    if (this.#spent > this.#steps) throw new BudgetSpent();
  };
}

class BudgetSpent extends Error {}

/** What one evaluation may spend at most: enough for a pattern of fifty alternatives over the longest attribute. */
export const stepsOfOne = 100_000;

export function evaluate(
  expression: Expression,
  profile: UserProfile,
  membership: Membership = noGroups,
  budget = new Budget(stepsOfOne),
): Result<ExpressionValue, 'tooMuchWork'> {
  const own = new Budget(stepsOfOne);
  const spend = (steps: number) => {
    budget.spend(steps);
    own.spend(steps);
  };
  try {
    return ok(value(expression, profile, { membership, spend }));
  } catch (error) {
    if (error instanceof BudgetSpent) return fail('tooMuchWork');
    throw error;
  }
}

function value(expression: Expression, profile: UserProfile, evaluation: Evaluation): ExpressionValue {
  evaluation.spend(1);
  const run = (inner: Expression) => value(inner, profile, evaluation);
  const made = (result: ExpressionValue) => {
    if (typeof result === 'string') evaluation.spend(result.length);
    return result;
  };
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'attribute':
      return isProfileAttribute(expression.name) ? (profile[expression.name] ?? null) : null;
    case 'array':
      return expression.items.map(run);
    case 'call':
      return made(functionNamed(expression.name)?.run(expression.args.map(run), evaluation) ?? null);
    case 'not':
      return !truthy(run(expression.operand));
    case 'negate':
      return -Number(run(expression.operand));
    case 'and':
      return truthy(run(expression.left)) && truthy(run(expression.right));
    case 'or':
      return truthy(run(expression.left)) || truthy(run(expression.right));
    case 'elvis': {
      const left = run(expression.left);
      return left === null || left === '' ? run(expression.right) : left;
    }
    case 'binary':
      return made(binary(expression.operator, run(expression.left), run(expression.right), evaluation.spend));
    case 'conditional':
      return truthy(run(expression.test)) ? run(expression.then) : run(expression.otherwise);
    default:
      return expression satisfies never;
  }
}

export function holds(
  expression: Expression,
  profile: UserProfile,
  membership: Membership,
  budget: Budget,
): Result<boolean, 'tooMuchWork'> {
  const result = evaluate(expression, profile, membership, budget);
  return result.ok ? ok(truthy(result.value)) : result;
}

/** Ids of the groups that an expression names: a rule whose group is gone is INVALID. */
export function namedGroupIds(expression: Expression): string[] {
  switch (expression.kind) {
    case 'literal':
    case 'attribute':
      return [];
    case 'array':
      return expression.items.flatMap(namedGroupIds);
    case 'call': {
      const literals = expression.args
        .flatMap((arg) => (arg.kind === 'array' ? arg.items : [arg]))
        .flatMap((arg) => (arg.kind === 'literal' && typeof arg.value === 'string' ? [arg.value] : []));
      const own = expression.name === 'isMemberOfGroup' || expression.name === 'isMemberOfAnyGroup' ? literals : [];
      return [...own, ...expression.args.flatMap(namedGroupIds)];
    }
    case 'not':
    case 'negate':
      return namedGroupIds(expression.operand);
    case 'and':
    case 'or':
    case 'elvis':
    case 'binary':
      return [...namedGroupIds(expression.left), ...namedGroupIds(expression.right)];
    case 'conditional':
      return [expression.test, expression.then, expression.otherwise].flatMap(namedGroupIds);
    default:
      return expression satisfies never;
  }
}
