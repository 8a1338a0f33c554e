import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { searchQuery } from '../../data/search.ts';

export interface ChosenUser {
  readonly id: string;
  readonly name: string;
}
interface UserPickerProps {
  readonly label: string;
  readonly value: ChosenUser | null;
  readonly onChange: (user: ChosenUser | null) => void;
}

/** Finds a user of the directory by name, e-mail or userName. */
export function UserPicker({ label, value, onChange }: UserPickerProps) {
  const [typed, setTyped] = useState('');
  const [asked] = useDebouncedValue(typed, 150);
  const users = useQuery(searchQuery(asked)).data?.users ?? [];
  const options = users.map((user) => ({
    value: user.id,
    label: user.email && user.email !== user.name ? `${user.name} (${user.email})` : user.name,
  }));
  const known = value === null || options.some((option) => option.value === value.id);
  return (
    <Select
      label={label}
      placeholder="Type a name or an e-mail"
      searchable
      clearable
      clearButtonProps={{ 'aria-label': 'Unassign' }}
      filter={({ options: all }) => all}
      nothingFoundMessage={asked.trim() ? 'Nobody fits' : 'Type to search'}
      data={known ? options : [{ value: value.id, label: value.name }, ...options]}
      value={value?.id ?? null}
      onSearchChange={setTyped}
      onChange={(id, option) => onChange(id === null || option === null ? null : { id, name: option.label })}
    />
  );
}
