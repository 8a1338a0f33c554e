// biome-ignore-all lint/a11y/useSemanticElements: rows are virtual and laid out by CSS grid, which takes the roles of a real table away
// biome-ignore-all lint/a11y/useFocusableInteractive: the link inside a row is what gets the focus
// biome-ignore-all lint/a11y/noStaticElementInteractions: arrow keys bubble from those links to the scroller
import { Skeleton } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import css from './data-table.module.css';
import { useTicking } from './row-selection.tsx';
import { type DataTableProps, shownColumns } from './table.ts';
import { TableHead } from './table-head.tsx';
import { TableRow } from './table-row.tsx';

const rowHeight = { wide: 42, narrow: 62 };

/**
 * A table over a list that the server pages: only the rows in view are drawn, more are asked for near the end.
 * Arrow keys, Home and End move between rows, Enter opens one; one tab stop for the whole body.
 */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { rows, rowKey, loading = false, hasMore = false, onMore, rowActions, selection, inline = false } = props;
  const tick = useTicking(selection, rows, rowKey);
  const narrow = useMediaQuery('(max-width: 768px)', false, { getInitialValueInEffect: false });
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(0);
  const columns = shownColumns(props.columns, props.visible);
  const height = narrow ? rowHeight.narrow : rowHeight.wide;
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 12,
    enabled: !inline,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows have another height on a phone
  useEffect(() => virtual.measure(), [virtual, height]);
  const drawn = inline
    ? rows.map((_, index) => ({ index, start: index * height }))
    : virtual.getVirtualItems().map(({ index, start }) => ({ index, start }));
  const last = drawn.at(-1)?.index ?? 0;
  useEffect(() => {
    if (hasMore && !loading && rows.length > 0 && last >= rows.length - 20) onMore?.();
  }, [hasMore, loading, last, rows.length, onMore]);

  const focusRow = (index: number) => {
    const next = Math.max(0, Math.min(rows.length - 1, index));
    setActive(next);
    if (!inline) virtual.scrollToIndex(next, { align: 'auto' });
    requestAnimationFrame(() => {
      scroller.current?.querySelector<HTMLElement>(`[data-row="${next}"] [data-row-link]`)?.focus();
    });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!(event.target instanceof HTMLElement) || !event.target.hasAttribute('data-row-link')) return;
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 400) / height) - 2);
    const moves: Record<string, number> = {
      ArrowDown: active + 1,
      ArrowUp: active - 1,
      PageDown: active + page,
      PageUp: active - page,
      Home: 0,
      End: rows.length - 1,
    };
    const to = moves[event.key];
    if (to === undefined) return;
    event.preventDefault();
    focusRow(to);
  };

  if (!loading && rows.length === 0 && props.empty) return <div className={css.empty}>{props.empty}</div>;
  const tracks = [...(selection ? ['24px'] : []), ...columns.map((column) => column.width)];
  const template = [...tracks, ...(rowActions ? ['44px'] : [])].join(' ');
  return (
    <div
      ref={scroller}
      className={inline ? css.inline : css.scroller}
      style={{ '--columns': template, '--row-height': `${height}px` }}
      data-narrow={narrow || undefined}
      onKeyDown={onKeyDown}
      // Without links inside, the scroller itself must be within the keyboard's reach.
      tabIndex={!inline && (rows.length === 0 || !(props.rowTarget || selection)) ? 0 : undefined}
    >
      <div
        role="table"
        aria-label={props.label}
        aria-rowcount={props.total ?? (hasMore ? -1 : rows.length + 1)}
        aria-busy={loading}
        className={css.table}
      >
        <TableHead {...props} columns={columns} narrow={narrow} />
        <div
          role="rowgroup"
          className={css.body}
          data-stale={props.stale || undefined}
          style={inline ? undefined : { height: virtual.getTotalSize() }}
        >
          {drawn.map(({ index, start }) => {
            const row = rows[index];
            if (row === undefined) return null;
            return (
              <TableRow
                key={rowKey(row)}
                {...props}
                row={row}
                columns={columns}
                index={index}
                top={inline ? null : start}
                narrow={narrow}
                active={index === Math.min(active, rows.length - 1)}
                onActivate={setActive}
                tick={tick}
              />
            );
          })}
        </div>
        {loading ? <LoadingRows columns={narrow ? 2 : columns.length} count={rows.length === 0 ? 8 : 2} /> : null}
      </div>
    </div>
  );
}

function LoadingRows({ columns, count }: { readonly columns: number; readonly count: number }) {
  return (
    <div role="rowgroup" aria-hidden>
      {Array.from({ length: count }, (_, row) => `loading ${row}`).map((key, row) => (
        <div key={key} className={css.row} data-loading>
          {Array.from({ length: columns }, (_, column) => `cell ${column}`).map((cell, column) => (
            <div key={cell} className={css.cell}>
              <Skeleton height={12} width={`${[70, 85, 55, 40][(row + column) % 4]}%`} />
            </div>
          ))}
        </div>
      ))}
    </div>
  );
}
