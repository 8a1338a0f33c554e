import { TextInput } from '@mantine/core';
import { useState } from 'react';
import type { AssignmentMap } from '../../data/blueprints.ts';
import type { LibraryItem } from '../../data/library.ts';
import css from './map.module.css';
import { itemMime } from './map-canvas-context.ts';
import * as edit from './map-edit.ts';
import { nodeName } from './map-walk.ts';

interface ItemBankProps {
  readonly map: AssignmentMap;
  readonly items: readonly LibraryItem[];
  /** The node that a pressed item goes to. */
  readonly active: string;
  readonly onEdit: (map: AssignmentMap) => void;
  readonly onSay: (text: string) => void;
}

/** Library Items to put on nodes: dragged, or pressed for the node that is chosen. */
export function ItemBank({ map, items, active, onEdit, onSay }: ItemBankProps) {
  const [search, setSearch] = useState('');
  const sought = search.trim().toLowerCase();
  const shown = items.filter(({ name, kind }) => `${name} ${kind}`.toLowerCase().includes(sought));
  const node = edit.nodeOf(map, active);
  const target = node ? nodeName(node) : '';
  const add = (item: LibraryItem) => {
    onEdit(edit.addItem(map, active, item.id));
    onSay(`${item.name} is on ${target}`);
  };
  return (
    <aside className={css.bank} aria-label="Library Item bank">
      <h2 className={css.bankTitle}>Library Items</h2>
      <p className={css.bankText}>
        Drag onto a node, or press to put on <strong>{target}</strong>.
      </p>
      <TextInput
        size="xs"
        mb={8}
        type="search"
        aria-label="Search Library Items"
        placeholder="Search"
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
      />
      <p className="rc-hidden" role="status">
        {sought === '' ? '' : `${shown.length} of ${items.length} items`}
      </p>
      {shown.map((item) => (
        <button
          key={item.id}
          type="button"
          className={css.bankItem}
          draggable
          disabled={node?.items.includes(item.id)}
          aria-label={`Put ${item.name} on ${target}`}
          onDragStart={(event) => event.dataTransfer.setData(itemMime, item.id)}
          onClick={() => add(item)}
        >
          {item.name}
        </button>
      ))}
      {shown.length === 0 ? (
        <p className={css.bankText}>{items.length === 0 ? 'The Library is empty.' : 'No item is called so.'}</p>
      ) : null}
    </aside>
  );
}
