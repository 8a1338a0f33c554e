import { Checkbox } from '@mantine/core';
import { useRef } from 'react';

/** Which rows are ticked, by key. */
export interface RowSelection<Row> {
  readonly chosen: ReadonlySet<string>;
  readonly onChange: (chosen: ReadonlySet<string>) => void;
  /** What a row is called, for the name of its box. */
  readonly labelOf: (row: Row) => string;
}

/** Ticks a row, or with shift everything from the row ticked before. */
export function useTicking<Row>(
  selection: RowSelection<Row> | undefined,
  rows: readonly Row[],
  rowKey: (row: Row) => string,
) {
  const last = useRef(0);
  return (index: number, range: boolean): void => {
    const row = rows[index];
    if (!selection || row === undefined) return;
    const on = !selection.chosen.has(rowKey(row));
    const from = range ? Math.min(last.current, index) : index;
    const to = range ? Math.max(last.current, index) : index;
    last.current = index;
    const next = new Set(selection.chosen);
    for (const each of rows.slice(from, to + 1)) {
      if (on) next.add(rowKey(each));
      else next.delete(rowKey(each));
    }
    selection.onChange(next);
  };
}

interface RowCheckboxProps {
  readonly label: string;
  readonly checked: boolean;
  readonly tabIndex: number;
  readonly onTick: (range: boolean) => void;
}

export function RowCheckbox({ label, checked, tabIndex, onTick }: RowCheckboxProps) {
  return (
    <Checkbox
      aria-label={label}
      checked={checked}
      tabIndex={tabIndex}
      onChange={(event) => onTick(event.nativeEvent instanceof MouseEvent && event.nativeEvent.shiftKey)}
    />
  );
}

interface SelectAllProps<Row> {
  readonly selection: RowSelection<Row>;
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
}

/** Ticks every row that is loaded, or none. */
export function SelectAll<Row>({ selection, rows, rowKey }: SelectAllProps<Row>) {
  const all = rows.length > 0 && rows.every((row) => selection.chosen.has(rowKey(row)));
  return (
    <Checkbox
      aria-label="Select all rows"
      checked={all}
      indeterminate={!all && selection.chosen.size > 0}
      onChange={() => selection.onChange(new Set(all ? [] : rows.map(rowKey)))}
    />
  );
}
