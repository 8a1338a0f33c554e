import type { Column, RowTarget } from '@rollcall/ui';
import type { GroupItem } from '../../api/contract.ts';

export const toGroup = ({ id }: GroupItem): RowTarget => ({ to: '/groups/$groupId', params: { groupId: id } });

/** How many people are in a group. */
export const peopleColumn: Column<GroupItem> = {
  id: 'people',
  header: 'People',
  width: '100px',
  align: 'end',
  cell: (row) => row.members.toLocaleString('en'),
  narrow: 'end',
};
