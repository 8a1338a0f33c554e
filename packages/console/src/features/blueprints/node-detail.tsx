import { ActionIcon } from '@mantine/core';
import { TextLink } from '@rollcall/ui';
import { IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type AssignmentMap, type RuleInput, ruleCountQuery } from '../../data/blueprints.ts';
import type { LibraryItem } from '../../data/library.ts';
import { count } from '../../lib/count.ts';
import css from './map.module.css';
import { blockName, blockOfNode, nodeOf, parentOf } from './map-edit.ts';
import { nodeName } from './map-walk.ts';
import { kindWords, ruleText } from './rule-words.ts';

interface NodeDetailProps {
  readonly map: AssignmentMap;
  readonly nodeId: string;
  readonly items: readonly LibraryItem[];
  readonly inputs: readonly RuleInput[];
  readonly onClose: () => void;
}

/** A card in words, whatever the zoom: what it asks, what it gives, where it hangs. */
export function NodeDetail({ map, nodeId, items, inputs, onClose }: NodeDetailProps) {
  const node = nodeOf(map, nodeId);
  const matches = useQuery(ruleCountQuery(node?.rules ?? [])).data;
  if (!node) return null;
  const block = blockOfNode(map, nodeId);
  const above = nodeOf(map, parentOf(map, nodeId) ?? '');
  const nameOf = (id: string) => items.find((item) => item.id === id)?.name ?? 'Removed item';
  return (
    <aside className={css.bank} aria-label="Condition">
      <div className={css.bankHead}>
        <h2 className={css.bankTitle}>{nodeName(node)}</h2>
        <ActionIcon size={24} aria-label="Close" onClick={onClose}>
          <IconX size={15} />
        </ActionIcon>
      </div>
      <p className={css.bankText}>
        {block && above
          ? `${kindWords[node.kind]}: ${block.nodes.indexOf(nodeId) + 1} of ${block.nodes.length} in ${blockName(map, block.id)}, below ${nodeName(above)}.`
          : 'Every device of the Blueprint.'}
      </p>
      {node.rules.length > 0 ? (
        <>
          <strong>All of</strong>
          <ul className={css.facts}>
            {node.rules.map((rule) => (
              <li key={rule.input}>{ruleText(rule, inputs)}</li>
            ))}
          </ul>
          <p className={css.bankText} role="status">
            {matches ? `Matches ${count(matches.devices, 'device')} of ${matches.of}` : ''}
          </p>
        </>
      ) : null}
      <strong>Gives</strong>
      {node.items.length === 0 ? <p className={css.bankText}>Nothing of its own.</p> : null}
      <ul className={css.facts}>
        {node.items.map((id) => (
          <li key={id}>
            <TextLink to="/library/$itemId" params={{ itemId: id }}>
              {nameOf(id)}
            </TextLink>
          </li>
        ))}
      </ul>
    </aside>
  );
}
