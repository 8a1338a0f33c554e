import { Button, Menu } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconColumns3 } from '@tabler/icons-react';
import { type Column, shownColumns } from './table.ts';

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
