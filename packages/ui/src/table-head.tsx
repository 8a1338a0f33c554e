// biome-ignore-all lint/a11y/useSemanticElements: rows are virtual and laid out by CSS grid, which takes the roles of a real table away
// biome-ignore-all lint/a11y/useFocusableInteractive: the link inside a row is what gets the focus
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import css from './data-table.module.css';
import { SelectAll } from './row-selection.tsx';
import type { DataTableProps } from './table.ts';

export function TableHead<Row>(props: DataTableProps<Row> & { readonly narrow: boolean }) {
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
