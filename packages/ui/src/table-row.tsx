// biome-ignore-all lint/a11y/useSemanticElements: rows are virtual and laid out by CSS grid, which takes the roles of a real table away
// biome-ignore-all lint/a11y/useFocusableInteractive: the link inside a row is what gets the focus
// biome-ignore-all lint/a11y/noStaticElementInteractions: arrow keys bubble from those links to the scroller
import { Link } from '@tanstack/react-router';
import { type MouseEvent, type ReactNode, useRef } from 'react';
import css from './data-table.module.css';
import { RowCheckbox } from './row-selection.tsx';
import type { Column, DataTableProps } from './table.ts';

interface TableRowProps<Row> extends DataTableProps<Row> {
  readonly row: Row;
  readonly index: number;
  readonly top: number | null;
  readonly narrow: boolean;
  readonly active: boolean;
  readonly onActivate: (index: number) => void;
  readonly tick: (index: number, range: boolean) => void;
}

export function TableRow<Row>(props: TableRowProps<Row>) {
  const { row, columns, rowTarget, rowActions, index, top, narrow, active, onActivate, rowKey, selectedKey } = props;
  const { selection, tick } = props;
  const ticked = selection?.chosen.has(rowKey(row)) ?? false;
  const target = rowTarget?.(row);
  const link = useRef<HTMLAnchorElement>(null);
  const wrap = (content: ReactNode) =>
    target ? (
      <Link
        ref={link}
        to={target.to}
        params={target.params ?? {}}
        search={target.search ?? {}}
        data-row-link=""
        className={css.link}
        tabIndex={active ? 0 : -1}
        onFocus={() => onActivate(index)}
      >
        {content}
      </Link>
    ) : (
      content
    );
  // A click anywhere in the row follows its link; text can still be selected and inner controls used.
  const onClick = (event: MouseEvent) => {
    if (!(event.target instanceof Element) || event.target.closest('a, button, input, label, [role="menu"]')) return;
    // React hands up what happens in a dialog that a control of the row has opened, wherever on the page it stands.
    if (!event.currentTarget.contains(event.target)) return;
    if (window.getSelection()?.toString()) return;
    link.current?.click();
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the row's link is the keyboard's way; the click on the rest is a larger target for it
    <div
      role="row"
      aria-rowindex={index + 2}
      data-row={index}
      data-clickable={target ? true : undefined}
      data-selected={selectedKey === rowKey(row) || ticked || undefined}
      className={css.row}
      style={top === null ? undefined : { transform: `translateY(${top}px)`, position: 'absolute' }}
      onClick={target ? onClick : undefined}
    >
      {selection ? (
        <div role="cell">
          <RowCheckbox
            label={`Select ${selection.labelOf(row)}`}
            checked={ticked}
            tabIndex={!rowTarget || active ? 0 : -1}
            onTick={(range) => tick(index, range)}
          />
        </div>
      ) : null}
      {narrow ? (
        <NarrowCells columns={columns} row={row} wrap={wrap} />
      ) : (
        columns.map((column, at) => (
          <div key={column.id} role="cell" className={css.cell} data-align={column.align}>
            {at === 0 ? wrap(column.cell(row)) : column.cell(row)}
          </div>
        ))
      )}
      {rowActions ? (
        <div role="cell" className={css.actions}>
          {rowActions(row)}
        </div>
      ) : null}
    </div>
  );
}

interface NarrowProps<Row> {
  readonly columns: readonly Column<Row>[];
  readonly row: Row;
  readonly wrap: (content: ReactNode) => ReactNode;
}

function NarrowCells<Row>({ columns, row, wrap }: NarrowProps<Row>) {
  const at = (place: Column<Row>['narrow']) => columns.filter((column) => column.narrow === place);
  const title = at('title').length > 0 ? at('title') : columns.slice(0, 1);
  return (
    <>
      <div role="cell" className={css.narrowMain}>
        <div className={css.narrowTitle}>
          {title.map((column, index) => (
            <span key={column.id} className="rc-truncate">
              {index === 0 ? wrap(column.cell(row)) : column.cell(row)}
            </span>
          ))}
        </div>
        <div className={css.narrowDetail}>
          {at('detail').map((column) => (
            <span key={column.id} className="rc-truncate">
              {column.cell(row)}
            </span>
          ))}
        </div>
      </div>
      {at('end').map((column) => (
        <div key={column.id} role="cell" className={css.narrowEnd}>
          {column.cell(row)}
        </div>
      ))}
    </>
  );
}
