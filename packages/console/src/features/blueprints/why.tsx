import type { AssignmentMap, Evaluation, RuleInput } from '../../data/blueprints.ts';
import css from './map.module.css';
import { nodeOf } from './map-edit.ts';
import { nodeName } from './map-walk.ts';
import { ruleText } from './rule-words.ts';

interface WhyProps {
  readonly map: AssignmentMap;
  readonly lit: Evaluation;
  readonly inputs: readonly RuleInput[];
}

const decisionWords = {
  taken: 'matches',
  notTaken: 'does not match',
  skipped: 'skipped, an earlier condition matched',
} as const;

/** What a device or a user gets, and each decision that led there. */
export function Why({ map, lit, inputs }: WhyProps) {
  const nameOf = (id: string) => {
    const node = nodeOf(map, id);
    return node ? nodeName(node) : 'a removed condition';
  };
  return (
    <aside className={css.bank} aria-label="Why">
      <h2 className={css.bankTitle}>{lit.subject.name}</h2>
      <p className={css.bankText}>Gets {lit.items.map(({ name }) => name).join(', ') || 'nothing'}.</p>
      {lit.decisions
        .filter(({ kind }) => kind !== 'all')
        .map((decision) => (
          <div key={decision.nodeId} className={css.decision} data-taken={decision.outcome === 'taken' || undefined}>
            <strong>{nameOf(decision.nodeId)}</strong>: {decisionWords[decision.outcome]}
            {decision.rules.map(({ rule, holds, actual }) => (
              <div key={rule.input} className={css.bankText}>
                {holds ? '✓' : '✗'} {ruleText(rule, inputs)} (has {actual.join(', ') || 'none'})
              </div>
            ))}
          </div>
        ))}
      {lit.dropped.length > 0 ? (
        <div className={css.decision}>
          <strong>Left out</strong>
          <ul className={css.facts}>
            {lit.dropped.map((each) => (
              <li key={`${each.id} ${each.assignment_node_id}`}>
                {each.name} on {nameOf(each.assignment_node_id)}: {droppedText(each, nameOf)}
              </li>
            ))}
          </ul>
        </div>
      ) : null}
    </aside>
  );
}

function droppedText({ reason, by }: Evaluation['dropped'][number], nameOf: (id: string) => string): string {
  switch (reason) {
    case 'inactive':
      return 'the item is not active';
    case 'platform':
      return 'it does not install on this device';
    case 'unknown':
      return 'the item was removed';
    case 'overridden':
      return by ? `${by.name} on ${nameOf(by.assignment_node_id)} is farther right and wins` : 'another one wins';
    default:
      return reason satisfies never;
  }
}
