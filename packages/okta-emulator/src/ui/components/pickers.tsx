import { MultiSelect, Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import type { GroupItem, Page, Person } from '../../api/contract.ts';
import { useMaybe, withFilters } from '../data/queries.ts';

export interface Choice {
  readonly id: string;
  readonly name: string;
}

interface PickManyProps {
  readonly label: string;
  readonly value: readonly Choice[];
  readonly onChange: (value: readonly Choice[]) => void;
  /** `ownGroups`: those that the org fills itself. */
  readonly kind: 'groups' | 'ownGroups' | 'people';
  readonly description?: string;
}

/** Chooses groups or people out of any number of them: the server searches while one types. */
export function PickMany({ label, value, onChange, kind, description }: PickManyProps) {
  const [text, setText] = useState('');
  const [settled] = useDebouncedValue(text, 150);
  const own = kind === 'ownGroups' ? 'true' : undefined;
  const groups = useMaybe<Page<GroupItem>>(withFilters('/groups', { q: settled, limit: '30', own }), kind !== 'people');
  const people = useMaybe<Page<Person>>(withFilters('/people', { q: settled, limit: '30' }), kind === 'people');
  const found: readonly Choice[] =
    kind !== 'people'
      ? (groups.data?.items ?? [])
      : (people.data?.items ?? []).map(({ id, name, login }) => ({ id, name: `${name} (${login})` }));
  const known = new Map([...value, ...found].map((each) => [each.id, each]));
  return (
    <MultiSelect
      label={label}
      {...(description ? { description } : {})}
      placeholder="Search"
      data={[...known.values()].map((each) => ({ value: each.id, label: each.name }))}
      filter={({ options }) => options}
      value={value.map((each) => each.id)}
      onChange={(ids) => onChange(ids.flatMap((id) => known.get(id) ?? []))}
      searchable
      searchValue={text}
      onSearchChange={setText}
      hidePickedOptions
      nothingFoundMessage="Nothing found"
    />
  );
}

interface PickOneProps<Item extends Choice> {
  readonly label: string;
  readonly placeholder: string;
  readonly items: readonly Item[];
  readonly value: Item | null;
  readonly onChange: (value: Item | null) => void;
  readonly search: string;
  readonly onSearch: (text: string) => void;
}

export function PickOne<Item extends Choice>(props: PickOneProps<Item>) {
  const { label, placeholder, items, value, onChange, search, onSearch } = props;
  const known = new Map([...(value ? [value] : []), ...items].map((each) => [each.id, each]));
  return (
    <Select
      label={label}
      placeholder={placeholder}
      data={[...known.values()].map((each) => ({ value: each.id, label: each.name }))}
      filter={({ options }) => options}
      value={value?.id ?? null}
      onChange={(id) => onChange(id === null ? null : (known.get(id) ?? null))}
      searchable
      searchValue={search}
      onSearchChange={onSearch}
      nothingFoundMessage="Nothing found"
      data-autofocus
    />
  );
}
