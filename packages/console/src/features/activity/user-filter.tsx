import { useDebouncedValue } from '@mantine/hooks';
import { FilterSelect } from '@rollcall/ui';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { personQuery } from '../../data/people.ts';
import { searchQuery } from '../../data/search.ts';

interface UserFilterProps {
  readonly value: string | undefined;
  readonly onChange: (userId: string | undefined) => void;
}

/** One user, searched by name or e-mail. */
export function UserFilter({ value, onChange }: UserFilterProps) {
  const [typed, setTyped] = useState('');
  const [asked] = useDebouncedValue(typed.trim(), 150);
  const chosen = useQuery({ ...personQuery(value ?? ''), enabled: value !== undefined }).data;
  const found = useQuery(searchQuery(asked)).data?.users ?? [];
  const options = found.map((user) => ({
    value: user.id,
    label: user.email ? `${user.name} (${user.email})` : user.name,
  }));
  const listed = value === undefined || options.some((option) => option.value === value);
  return (
    <FilterSelect
      label="User"
      value={value}
      options={listed ? options : [{ value, label: chosen?.name ?? value }, ...options]}
      onChange={onChange}
      searchable
      onSearch={setTyped}
      nothingFound={asked === '' ? 'Type a name' : 'Nobody found'}
    />
  );
}
