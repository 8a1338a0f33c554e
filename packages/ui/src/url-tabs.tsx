import { Tabs } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';
import css from './url-tabs.module.css';

export interface Tab<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly count?: number | undefined;
  readonly panel?: ReactNode;
}

interface UrlTabsProps<Value extends string> {
  readonly label: string;
  readonly tabs: readonly Tab<Value>[];
  /** From the URL. */
  readonly value: Value;
  /** Writes the URL. */
  readonly onChange: (value: Value) => void;
}

/** Tabs whose choice lives in the URL, so that links and the back button work. */
export function UrlTabs<Value extends string>({ label, tabs, value, onChange }: UrlTabsProps<Value>) {
  const list = useRef<HTMLDivElement>(null);
  // On a phone the row of tabs scrolls: the one that is shown must be in sight.
  useEffect(() => {
    list.current?.querySelector(`[data-tab="${value}"]`)?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [value]);
  const withPanels = tabs.some((tab) => tab.panel !== undefined);
  return (
    <Tabs
      value={value}
      keepMounted={false}
      onChange={(next) => {
        const found = tabs.find((tab) => tab.value === next);
        if (found) onChange(found.value);
      }}
      classNames={{ list: css.list ?? '', tab: css.tab ?? '', panel: css.panel ?? '' }}
    >
      <Tabs.List ref={list} aria-label={label}>
        {tabs.map((tab) => (
          <Tabs.Tab
            key={tab.value}
            value={tab.value}
            data-tab={tab.value}
            {...(withPanels ? {} : { 'aria-controls': undefined })}
          >
            {tab.label}{' '}
            {tab.count === undefined ? null : <span className={css.count}>{tab.count.toLocaleString('en')}</span>}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {withPanels
        ? tabs.map((tab) => (
            <Tabs.Panel key={tab.value} value={tab.value}>
              {tab.panel}
            </Tabs.Panel>
          ))
        : null}
    </Tabs>
  );
}
