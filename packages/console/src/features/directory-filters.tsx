import { useDebouncedValue } from '@mantine/hooks';
import { FilterSelect } from '@rollcall/ui';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { groupQuery } from '../data/groups.ts';
import { integrationsQuery } from '../data/integrations.ts';
import { type FacetField, facetQuery } from '../data/people.ts';

interface FilterProps {
  readonly value: string | undefined;
  readonly onChange: (value: string | undefined) => void;
}

export function IntegrationFilter({ value, onChange }: FilterProps) {
  const integrations = useQuery(integrationsQuery).data?.items ?? [];
  return (
    <FilterSelect
      label="Integration"
      value={value}
      options={integrations.map((each) => ({ value: each.id, label: each.name }))}
      onChange={onChange}
    />
  );
}

interface FacetFilterProps extends FilterProps {
  readonly field: FacetField;
  readonly label: string;
}

/** Offers the values that occur, most frequent first, searched on the server. */
export function FacetFilter({ field, label, value, onChange }: FacetFilterProps) {
  const [typed, setTyped] = useState('');
  const [asked] = useDebouncedValue(typed, 150);
  const values = useQuery(facetQuery(field, asked)).data?.values ?? [];
  const named = useGroupName(field === 'group' ? value : undefined);
  const options = values.map((each) => ({
    // An empty value would read as "none chosen" in a select.
    value: `=${each.value}`,
    label: each.value === '' ? `No ${label.toLowerCase()}` : each.label,
  }));
  const own = value === undefined ? undefined : `=${value}`;
  const known = own === undefined || options.some((each) => each.value === own);
  return (
    <FilterSelect
      label={label}
      value={own}
      options={known ? options : [{ value: own, label: named ?? value ?? '' }, ...options]}
      onChange={(next) => onChange(next?.slice(1))}
      searchable
      onSearch={(text) => setTyped(options.some((each) => each.label === text) || text === named ? '' : text)}
    />
  );
}

function useGroupName(groupId: string | undefined): string | undefined {
  return useQuery({ ...groupQuery(groupId ?? ''), enabled: groupId !== undefined }).data?.name;
}
