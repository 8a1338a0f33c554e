import { DataTable, type DataTableProps } from '@rollcall/ui';
import { ListOrError } from './list-or-error.tsx';

interface PagedRows<Row> {
  readonly rows: readonly Row[];
  readonly loading: boolean;
  readonly stale: boolean;
  readonly hasMore: boolean;
  readonly onMore: () => void;
  readonly failure: { readonly title: string; readonly detail: string } | null;
  readonly retry: () => void;
}

interface PagedTableProps<Row> extends Omit<DataTableProps<Row>, keyof PagedRows<Row>> {
  readonly list: PagedRows<Row>;
}

/** A list that the server pages, or why it could not be loaded. */
export function PagedTable<Row>({ list, ...table }: PagedTableProps<Row>) {
  const { failure, retry, ...rows } = list;
  return (
    <ListOrError failure={failure} onRetry={retry}>
      <DataTable {...table} {...rows} />
    </ListOrError>
  );
}
