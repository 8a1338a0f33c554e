import { DataTable, type DataTableProps, ErrorState } from '@rollcall/ui';
import type { Rows } from '../data/queries.ts';
import css from './paged-table.module.css';

interface PagedTableProps<Row> extends Omit<DataTableProps<Row>, keyof Rows<Row>> {
  readonly list: Rows<Row>;
  /** It stands inside a page: as high as its rows, instead of as high as the window. */
  readonly fit?: boolean;
}

/** A list that the server pages, or why it could not be loaded. */
export function PagedTable<Row>({ list, fit = false, ...table }: PagedTableProps<Row>) {
  const { failure, retry, ...rows } = list;
  if (failure) return <ErrorState title={failure.title} detail={failure.detail} onRetry={retry} />;
  const drawn = <DataTable {...table} {...rows} />;
  if (!fit) return drawn;
  return (
    <div className={css.fit} style={{ '--rows': list.rows.length }}>
      {drawn}
    </div>
  );
}
