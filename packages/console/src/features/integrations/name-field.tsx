import { TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { nameQuery } from '../../data/integrations.ts';

/** What the server says about a name while it is typed. */
export function useNameCheck(name: string, except?: string) {
  const [settled] = useDebouncedValue(name.trim(), 200);
  const check = useQuery(nameQuery(settled, except));
  const answer = settled === name.trim() ? check.data : undefined;
  return {
    free: answer?.available === true,
    problem: answer && !answer.available ? (answer.reason ?? 'The name is in use.') : null,
  };
}

interface NameFieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly check: ReturnType<typeof useNameCheck>;
  readonly placeholder?: string;
}

export function NameField({ value, onChange, check, placeholder }: NameFieldProps) {
  return (
    <TextInput
      label="Name"
      description="Unique among your directory integrations. It is shown wherever a user’s origin is shown."
      data-autofocus
      autoFocus
      required
      withAsterisk={false}
      maxLength={100}
      autoComplete="off"
      {...(placeholder ? { placeholder } : {})}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      error={value.trim() === '' ? null : check.problem}
      rightSection={
        check.free && value.trim() !== '' ? (
          <IconCheck size={16} color="var(--rc-good)" aria-label="The name is free" />
        ) : null
      }
    />
  );
}
