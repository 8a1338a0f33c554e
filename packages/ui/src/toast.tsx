import { ActionIcon, Portal } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconX } from '@tabler/icons-react';
import { useEffect, useSyncExternalStore } from 'react';
import css from './toast.module.css';

export interface Toast {
  readonly title: string;
  readonly detail?: string;
  readonly tone?: 'good' | 'bad';
  /** Undo, View…: run once, then the toast goes. */
  readonly action?: { readonly label: string; readonly run: () => void };
  readonly timeoutMs?: number;
}
type Shown = Toast & { readonly key: number };

let shown: readonly Shown[] = [];
let nextKey = 1;
const listeners = new Set<() => void>();

function set(next: readonly Shown[]) {
  shown = next;
  for (const listener of listeners) listener();
}
const dismiss = (key: number) => set(shown.filter((each) => each.key !== key));

export function toast(what: Toast): void {
  set([...shown.slice(-3), { ...what, key: nextKey++ }]);
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function ToastCard({ item }: { readonly item: Shown }) {
  const timeoutMs = item.timeoutMs ?? (item.action ? 10_000 : item.tone === 'bad' ? 9_000 : 4_500);
  useEffect(() => {
    const timer = setTimeout(() => dismiss(item.key), timeoutMs);
    return () => clearTimeout(timer);
  }, [item.key, timeoutMs]);
  const action = item.action;
  return (
    <div className={css.toast} data-tone={item.tone ?? 'good'}>
      {item.tone === 'bad' ? <IconAlertTriangle size={18} /> : <IconCircleCheck size={18} />}
      <div className={css.text}>
        <div className={css.title}>{item.title}</div>
        {item.detail ? <div className={css.detail}>{item.detail}</div> : null}
      </div>
      {action ? (
        <button
          type="button"
          className={css.action}
          onClick={() => {
            dismiss(item.key);
            action.run();
          }}
        >
          {action.label}
        </button>
      ) : null}
      <ActionIcon size={24} aria-label="Dismiss" onClick={() => dismiss(item.key)}>
        <IconX size={14} />
      </ActionIcon>
    </div>
  );
}

export function Toasts() {
  const items = useSyncExternalStore(subscribe, () => shown);
  return (
    <Portal>
      <section className={css.region} aria-live="polite" aria-label="Notifications">
        {items.map((item) => (
          <ToastCard key={item.key} item={item} />
        ))}
      </section>
    </Portal>
  );
}
