import { Modal } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState, useSyncExternalStore } from 'react';
import css from './command-palette.module.css';

export interface Command {
  readonly id: string;
  readonly label: string;
  readonly detail?: string | undefined;
  readonly icon?: ReactNode;
  readonly run: () => void;
}
export interface CommandGroup {
  readonly label: string;
  readonly commands: readonly Command[];
}

let isOpen = false;
const listeners = new Set<() => void>();
function setOpen(next: boolean) {
  isOpen = next;
  for (const listener of listeners) listener();
}
export const commandPalette = { open: () => setOpen(true), close: () => setOpen(false) };

interface PaletteProps {
  /** What is offered for what was typed so far. */
  readonly groups: readonly CommandGroup[];
  readonly query: string;
  readonly onQuery: (query: string) => void;
  readonly searching?: boolean;
  readonly placeholder?: string;
}

/** ⌘K: one input, a list below it, arrows and Enter. */
export function CommandPalette(props: PaletteProps) {
  const open = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => isOpen,
  );
  useHotkeys([['mod+K', () => setOpen(!isOpen)]], []);
  return (
    <Modal.Root
      opened={open}
      onClose={commandPalette.close}
      padding={0}
      size={600}
      yOffset="12vh"
      centered={false}
      transitionProps={{ duration: 90, transition: 'fade' }}
    >
      <Modal.Overlay backgroundOpacity={0.35} />
      <Modal.Content aria-label="Search">
        <Modal.Body>
          <Palette {...props} />
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}

function Palette({ groups, query, onQuery, searching = false, placeholder }: PaletteProps) {
  const listId = useId();
  const [active, setActive] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const commands = groups.flatMap((group) => group.commands);
  const current = Math.min(active, Math.max(0, commands.length - 1));
  useEffect(() => {
    list.current?.querySelector(`[data-index="${current}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [current]);
  const run = (command: Command | undefined) => {
    if (!command) return;
    commandPalette.close();
    onQuery('');
    command.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0 && commands.length > 0) {
      event.preventDefault();
      setActive((current + step + commands.length) % commands.length);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      run(commands[current]);
    }
  };
  let index = -1;
  return (
    <>
      <div className={css.input}>
        <IconSearch size={17} aria-hidden />
        <input
          data-autofocus
          role="combobox"
          aria-expanded
          aria-controls={listId}
          aria-activedescendant={commands.length > 0 ? `${listId}-${current}` : undefined}
          aria-label="Search everything: people, devices, pages and actions"
          placeholder={placeholder}
          value={query}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => {
            onQuery(event.currentTarget.value);
            setActive(0);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <div ref={list} id={listId} role="listbox" aria-label="Results" className={css.list}>
        {groups
          .filter((group) => group.commands.length > 0)
          .map((group) => (
            // biome-ignore lint/a11y/useSemanticElements: a listbox groups its options with role=group, a fieldset is for forms
            <div key={group.label} role="group" aria-label={group.label}>
              <div className={css.group} aria-hidden>
                {group.label}
              </div>
              {group.commands.map((command) => {
                index += 1;
                const at = index;
                return (
                  // biome-ignore lint/a11y/useKeyWithClickEvents: the input handles the keys for the whole list
                  <div
                    key={command.id}
                    id={`${listId}-${at}`}
                    role="option"
                    tabIndex={-1}
                    aria-selected={at === current}
                    data-index={at}
                    className={css.option}
                    onMouseMove={() => setActive(at)}
                    onClick={() => run(command)}
                  >
                    <span className={css.icon} aria-hidden>
                      {command.icon}
                    </span>
                    <span className="rc-truncate">{command.label}</span>
                    {command.detail ? <span className={`${css.detail} rc-truncate`}>{command.detail}</span> : null}
                  </div>
                );
              })}
            </div>
          ))}
      </div>
      {commands.length === 0 ? (
        <div className={css.none} role="status">
          {searching ? 'Searching…' : 'Nothing found'}
        </div>
      ) : null}
    </>
  );
}
