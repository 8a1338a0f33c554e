import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { EvaluationSubject } from '../../data/blueprints.ts';
import { someDevicesQuery } from '../../data/devices.ts';
import { searchQuery } from '../../data/search.ts';

interface MapLookupProps {
  readonly subject: EvaluationSubject | null;
  readonly onChange: (subject: EvaluationSubject | null) => void;
}

/** Choose a device or a user; its path lights up. */
export function MapLookup({ subject, onChange }: MapLookupProps) {
  const [typed, setTyped] = useState('');
  const [asked] = useDebouncedValue(typed, 150);
  const devices = useQuery(someDevicesQuery(asked)).data ?? [];
  const users = useQuery(searchQuery(asked)).data?.users ?? [];
  const value = subject === null ? null : 'device' in subject ? `device:${subject.device}` : `user:${subject.user}`;
  return (
    <Select
      size="xs"
      w={280}
      aria-label="Look up a device or user"
      placeholder="Look up a device or user"
      searchable
      clearable
      clearButtonProps={{ 'aria-label': 'Clear lookup' }}
      filter={({ options }) => options}
      data={[
        {
          group: 'Devices',
          items: devices.map((each) => ({ value: `device:${each.device_id}`, label: each.device_name })),
        },
        { group: 'Users', items: users.map((each) => ({ value: `user:${each.id}`, label: each.name })) },
      ]}
      value={value}
      onSearchChange={setTyped}
      onChange={(next) => {
        const [kind, id = ''] = next?.split(':') ?? [];
        onChange(kind === 'device' ? { device: id } : kind === 'user' ? { user: id } : null);
      }}
    />
  );
}
