// biome-ignore-all lint/a11y/useSemanticElements: rows are virtual and laid out by CSS grid, which takes the roles of a real table away
// biome-ignore-all lint/a11y/useFocusableInteractive: the link inside a row is what gets the focus
// biome-ignore-all lint/a11y/noStaticElementInteractions: arrow keys bubble from those links to the scroller
import { Button, Menu, Skeleton } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconArrowDown, IconArrowUp, IconColumns3 } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type MouseEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import css from './data-table.module.css';
import { RowCheckbox, type RowSelection, SelectAll, useTicking } from './row-selection.tsx';

/** Where a row leads. */
export interface RowTarget {
  readonly to: string;
  readonly params?: Readonly<Record<string, string>>;
  readonly search?: Readonly<Record<string, unknown>>;
}

export interface Column<Row> {
  readonly id: string;
  readonly header: string;
  readonly cell: (row: Row) => ReactNode;
  /** A CSS grid track: `minmax(160px, 2fr)`, `96px`. */
  readonly width: string;
  readonly align?: 'end';
  /** Its name in the server's sort parameter; absent: cannot be sorted. */
  readonly sort?: string;
  /** Shown only when chosen. */
  readonly optional?: boolean;
  /** What becomes of it on a phone: the first line, the line below, the right end; else it is left out. */
  readonly narrow?: 'title' | 'detail' | 'end';
}

export interface Sort {
  readonly by: string;
  readonly descending: boolean;
}

export interface DataTableProps<Row> {
  /** The accessible name. */
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  /** A row with a target is a link; the first column carries it. */
  readonly rowTarget?: (row: Row) => RowTarget;
  /** Controls at a row's end, such as an ellipsis menu. */
  readonly rowActions?: (row: Row) => ReactNode;
  readonly sort?: Sort | undefined;
  readonly onSort?: (sort: Sort) => void;
  /** Ids of the chosen columns; absent: those that are not optional. */
  readonly visible?: readonly string[] | undefined;
  readonly loading?: boolean;
  /** Earlier rows stay while a new answer is on its way. */
  readonly stale?: boolean;
  readonly hasMore?: boolean;
  readonly onMore?: () => void;
  readonly total?: number | undefined;
  /** Instead of rows, when there are none. */
  readonly empty?: ReactNode;
  /** Marks the row whose drawer is open. */
  readonly selectedKey?: string | undefined;
  /** Rows can be ticked. */
  readonly selection?: RowSelection<Row>;
  /** Rows take their own height and the page scrolls: for short lists inside a page. */
  readonly inline?: boolean;
}

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
        <Head {...props} columns={columns} narrow={narrow} />
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
              <BodyRow
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

function shownColumns<Row>(columns: readonly Column<Row>[], visible: readonly string[] | undefined) {
  return columns.filter((column, index) => index === 0 || (visible ? visible.includes(column.id) : !column.optional));
}

function Head<Row>(props: DataTableProps<Row> & { readonly narrow: boolean }) {
  const { columns, sort, onSort, rowActions, narrow, selection, rows, rowKey } = props;
  return (
    <div role="rowgroup" className={narrow ? 'rc-hidden' : css.head}>
      <div role="row" className={css.headRow}>
        {selection ? (
          <div role="columnheader" className={css.headCell}>
            {narrow ? (
              <span className="rc-hidden">Selected</span>
            ) : (
              <SelectAll selection={selection} rows={rows} rowKey={rowKey} />
            )}
          </div>
        ) : null}
        {columns.map((column) => {
          const by = column.sort;
          const sorted = by !== undefined && sort?.by === by;
          return (
            <div
              key={column.id}
              role="columnheader"
              className={css.headCell}
              data-align={column.align}
              aria-sort={sorted ? (sort.descending ? 'descending' : 'ascending') : undefined}
            >
              {by !== undefined && onSort ? (
                <button
                  type="button"
                  className={css.sort}
                  onClick={() => onSort({ by, descending: sorted ? !sort.descending : false })}
                >
                  {column.header}
                  {sorted ? sort.descending ? <IconArrowDown size={13} /> : <IconArrowUp size={13} /> : null}
                </button>
              ) : (
                column.header
              )}
            </div>
          );
        })}
        {rowActions ? (
          <div role="columnheader" className={css.headCell}>
            <span className="rc-hidden">Actions</span>
          </div>
        ) : null}
      </div>
    </div>
  );
}

interface BodyRowProps<Row> extends DataTableProps<Row> {
  readonly row: Row;
  readonly index: number;
  readonly top: number | null;
  readonly narrow: boolean;
  readonly active: boolean;
  readonly onActivate: (index: number) => void;
  readonly tick: (index: number, range: boolean) => void;
}

function BodyRow<Row>(props: BodyRowProps<Row>) {
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

interface ColumnMenuProps<Row> {
  readonly columns: readonly Column<Row>[];
  readonly visible: readonly string[] | undefined;
  readonly onChange: (visible: readonly string[]) => void;
}

/** Which columns are shown; the first always is. */
export function ColumnMenu<Row>({ columns, visible, onChange }: ColumnMenuProps<Row>) {
  const narrow = useMediaQuery('(max-width: 768px)', false, { getInitialValueInEffect: false });
  const chosen = new Set(shownColumns(columns, visible).map((column) => column.id));
  // A phone shows a row as two lines, with nothing to choose.
  if (narrow) return null;
  return (
    <Menu closeOnItemClick={false} position="bottom-end">
      <Menu.Target>
        <Button variant="default" size="sm" leftSection={<IconColumns3 size={15} />}>
          Columns
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {columns.slice(1).map((column) => (
          <Menu.CheckboxItem
            key={column.id}
            checked={chosen.has(column.id)}
            onChange={() => {
              const next = new Set(chosen);
              if (!next.delete(column.id)) next.add(column.id);
              onChange(columns.filter((each) => next.has(each.id)).map((each) => each.id));
            }}
          >
            {column.header}
          </Menu.CheckboxItem>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
