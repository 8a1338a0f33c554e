import { ActionIcon, Button, Select, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch, IconX } from '@tabler/icons-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import css from './filter-bar.module.css';

/** One row of search and filters above a list; controls of the view (columns, export) go to the end. */
export function FilterBar({ children, end }: { readonly children: ReactNode; readonly end?: ReactNode }) {
  return (
    <search className={css.bar}>
      <div className={css.filters}>{children}</div>
      {end ? <div className={css.end}>{end}</div> : null}
    </search>
  );
}

interface SearchFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** Searches while typing; `/` moves here from anywhere on the page. */
export function SearchField({ label, value, onChange }: SearchFieldProps) {
  const [text, setText] = useState(value);
  const input = useRef<HTMLInputElement>(null);
  const sent = useRef(value);
  const send = useDebouncedCallback((next: string) => {
    sent.current = next;
    onChange(next);
  }, 180);
  useEffect(() => {
    // The URL changed by itself (back button, a link): show what it says.
    if (value !== sent.current) {
      sent.current = value;
      setText(value);
    }
  }, [value]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const target = event.target;
      const typing = target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable]');
      if (event.key !== '/' || event.metaKey || event.ctrlKey || typing) return;
      event.preventDefault();
      input.current?.focus();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  const set = (next: string) => {
    setText(next);
    send(next);
  };
  return (
    <TextInput
      ref={input}
      type="search"
      size="xs"
      className={css.search ?? ''}
      aria-label={label}
      placeholder={label}
      leftSection={<IconSearch size={15} aria-hidden />}
      rightSection={
        text ? (
          <ActionIcon size={24} aria-label="Clear search" onClick={() => set('')}>
            <IconX size={14} />
          </ActionIcon>
        ) : null
      }
      value={text}
      onChange={(event) => set(event.currentTarget.value)}
    />
  );
}

interface FilterSelectProps {
  readonly label: string;
  readonly value: string | undefined;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly onChange: (value: string | undefined) => void;
  readonly searchable?: boolean;
  readonly onSearch?: (text: string) => void;
  readonly nothingFound?: string;
}

/** One value or any. */
export function FilterSelect(props: FilterSelectProps) {
  const { label, value, options, onChange, searchable = false, onSearch, nothingFound = 'Nothing found' } = props;
  return (
    <Select
      size="xs"
      className={css.select ?? ''}
      aria-label={label}
      placeholder={label}
      data={[...options]}
      value={value ?? null}
      onChange={(next) => onChange(next ?? undefined)}
      searchable={searchable}
      {...(onSearch ? { onSearchChange: onSearch } : {})}
      nothingFoundMessage={nothingFound}
      clearable
      clearButtonProps={{ 'aria-label': `Clear ${label}` }}
      data-set={value !== undefined || undefined}
    />
  );
}

export function ClearFilters({ onClear }: { readonly onClear: () => void }) {
  return (
    <Button variant="subtle" color="gray" px={8} onClick={onClear}>
      Clear filters
    </Button>
  );
}
