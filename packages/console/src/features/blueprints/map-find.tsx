import { TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import css from './map.module.css';
import { useCanvas } from './map-canvas-context.ts';
import { nodeOf } from './map-edit.ts';
import { nodeName } from './map-walk.ts';

interface MapFindProps {
  readonly text: string;
  /** The nodes that hold it, from left to right. */
  readonly ids: readonly string[];
  readonly onText: (text: string) => void;
  readonly onGo: (nodeId: string) => void;
  /** To the card that was found, with the keyboard. */
  readonly onLeave: (nodeId: string) => void;
}

/** Goes from one condition to the next that holds the words: a large map is not read as a whole. */
export function MapFind({ text, ids, onText, onGo, onLeave }: MapFindProps) {
  const { map } = useCanvas();
  const [at, setAt] = useState<number | null>(null);
  const change = (next: string) => {
    setAt(null);
    onText(next);
  };
  const go = (by: number) => {
    if (ids.length === 0) return;
    const next = at === null ? (by > 0 ? 0 : ids.length - 1) : (at + by + ids.length) % ids.length;
    setAt(next);
    onGo(ids[next] ?? '');
  };
  const node = at === null ? undefined : nodeOf(map, ids[at] ?? '');
  return (
    <search className={css.find}>
      <TextInput
        size="xs"
        w={200}
        type="search"
        aria-label="Find on the map"
        placeholder="Find on the map"
        leftSection={<IconSearch size={14} aria-hidden />}
        value={text}
        onChange={(event) => change(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') go(event.shiftKey ? -1 : 1);
          else if (event.key === 'Escape' && text !== '') change('');
          else if (event.key === 'ArrowDown' && node) {
            event.preventDefault();
            onLeave(node.id);
          }
        }}
      />
      <span className={css.findCount} role="status">
        {text.trim() === ''
          ? ''
          : ids.length === 0
            ? 'None'
            : at === null
              ? `${ids.length} ⏎`
              : `${at + 1} of ${ids.length}`}
        {node ? <span className="rc-hidden">: {nodeName(node)}</span> : null}
      </span>
    </search>
  );
}
