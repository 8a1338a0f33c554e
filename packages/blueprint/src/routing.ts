import { explainRule, type RuleOutcome } from './evaluate.ts';
import type { Subject } from './facts.ts';
import type { VanishedGroups } from './match.ts';
import { prepare } from './prepared.ts';
import type { Rule } from './rule.ts';

/** Which blueprint a device gets when it enrolls: the first route whose rules hold, else the fallback. */
export interface Routing {
  readonly routes: readonly Route[];
  /** Null: a device that no route takes gets no blueprint. */
  readonly fallbackBlueprintId: string | null;
}

export interface Route {
  readonly id: string;
  readonly label: string;
  /** All of them must hold. */
  readonly rules: readonly Rule[];
  readonly blueprintId: string;
}

export const emptyRouting: Routing = { routes: [], fallbackBlueprintId: null };

export interface RouteDecision {
  readonly routeId: string;
  readonly label: string;
  readonly outcome: 'taken' | 'notTaken' | 'skipped';
  readonly rules: readonly RuleOutcome[];
}

export interface Routed {
  readonly blueprintId: string | null;
  /** The route that was taken; null for the fallback. */
  readonly route: Route | null;
  readonly decisions: readonly RouteDecision[];
}

export function route(routing: Routing, subject: Subject, vanished: VanishedGroups = new Set()): Routed {
  const prepared = prepare(subject);
  let taken: Route | null = null;
  const decisions: RouteDecision[] = [];
  for (const candidate of routing.routes) {
    const rules: readonly RuleOutcome[] = taken
      ? []
      : candidate.rules.map((rule) => explainRule(rule, prepared, vanished));
    const holds: boolean = taken === null && rules.every((rule) => rule.holds);
    const outcome = taken ? 'skipped' : holds ? 'taken' : 'notTaken';
    decisions.push({ routeId: candidate.id, label: candidate.label, outcome, rules });
    if (holds) taken = candidate;
  }
  return { blueprintId: taken?.blueprintId ?? routing.fallbackBlueprintId, route: taken, decisions };
}
