import { DataTable, type DataTableProps, ErrorState } from '@rollcall/ui';
import type { ReactNode } from 'react';
import { CodeText } from './code-text.tsx';

interface ListErrorProps {
  readonly failure: { readonly title: string; readonly detail: string } | null;
  readonly onRetry: () => void;
  readonly children: ReactNode;
}

/** A list, or why it could not be loaded. */
export function ListOrError({ failure, onRetry, children }: ListErrorProps) {
  if (!failure) return children;
  return <ErrorState title={failure.title} detail={<CodeText>{failure.detail}</CodeText>} onRetry={onRetry} />;
}

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
