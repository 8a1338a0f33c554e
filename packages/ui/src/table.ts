import type { ReactNode } from 'react';
import type { RowSelection } from './row-selection.tsx';

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

/** The first column always is; the others by choice. */
export function shownColumns<Row>(columns: readonly Column<Row>[], visible: readonly string[] | undefined) {
  return columns.filter((column, index) => index === 0 || (visible ? visible.includes(column.id) : !column.optional));
}
