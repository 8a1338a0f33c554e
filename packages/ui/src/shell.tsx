import { ActionIcon, Avatar, Drawer, Menu, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronDown, IconMenu2, IconSearch, IconSelector } from '@tabler/icons-react';
import { Link, useLocation } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { commandPalette } from './command-palette.tsx';
import css from './shell.module.css';

export interface NavItem {
  readonly label: string;
  readonly to: string;
  readonly icon: ReactNode;
  readonly badge?: ReactNode;
}
export interface NavGroup {
  readonly label?: string;
  /** The label is a button that shows and hides the items; they start hidden unless the page is one of them. */
  readonly expandable?: boolean;
  readonly items: readonly NavItem[];
}

interface ShellProps {
  /** The product's mark and name, at the top. */
  readonly brand: ReactNode;
  readonly groups: readonly NavGroup[];
  /** The person at the bottom of the navigation. */
  readonly person: { readonly name: string; readonly detail: string };
  /** `Menu.Item`s behind the person's name. */
  readonly personMenu: ReactNode;
  /** Shows the search control that opens the command palette. */
  readonly search?: boolean;
  readonly children: ReactNode;
}

/** Left navigation with the person's name at the bottom; on a phone, a bar at the top and the same in a drawer. */
export function Shell(props: ShellProps) {
  const [open, drawer] = useDisclosure(false);
  return (
    <div className={css.shell}>
      <a href="#main" className={css.skip}>
        Skip to content
      </a>
      <nav aria-label="Top" className={css.bar}>
        <ActionIcon size={36} aria-label="Open navigation" onClick={drawer.open}>
          <IconMenu2 size={20} />
        </ActionIcon>
        <div className={css.barBrand}>{props.brand}</div>
        {props.search ? (
          <ActionIcon size={36} aria-label="Search" onClick={commandPalette.open}>
            <IconSearch size={18} />
          </ActionIcon>
        ) : null}
      </nav>
      <div className={css.side}>
        <Navigation {...props} />
      </div>
      <Drawer
        opened={open}
        onClose={drawer.close}
        position="left"
        size={280}
        padding={0}
        withCloseButton={false}
        title={<span className="rc-hidden">Navigation</span>}
        classNames={{ header: css.drawerHeader ?? '', body: css.drawerBody ?? '' }}
      >
        <Navigation {...props} onNavigate={drawer.close} />
      </Drawer>
      <main id="main" className={css.main} tabIndex={-1}>
        {props.children}
      </main>
    </div>
  );
}

function Navigation(props: ShellProps & { readonly onNavigate?: () => void }) {
  const { brand, groups, search = false, onNavigate } = props;
  return (
    <nav aria-label="Main" className={css.navigation}>
      <div className={css.brand}>{brand}</div>
      {search ? (
        <UnstyledButton
          className={css.search}
          onClick={() => {
            onNavigate?.();
            commandPalette.open();
          }}
        >
          <IconSearch size={15} aria-hidden />
          <span>Search</span>
          <kbd>{isApple() ? '⌘K' : 'Ctrl K'}</kbd>
        </UnstyledButton>
      ) : null}
      <div className={css.nav}>
        {groups.map((group) =>
          group.expandable ? (
            <ExpandableGroup key={group.label} group={group} onNavigate={onNavigate} />
          ) : (
            <div key={group.label ?? 'main'} className={css.group}>
              {group.label ? <div className={css.groupLabel}>{group.label}</div> : null}
              <NavItems items={group.items} onNavigate={onNavigate} />
            </div>
          ),
        )}
      </div>
      <Person {...props} />
    </nav>
  );
}

interface NavItemsProps {
  readonly items: readonly NavItem[];
  readonly onNavigate: (() => void) | undefined;
}

function NavItems({ items, onNavigate }: NavItemsProps) {
  return items.map((item) => (
    <Link key={item.to} to={item.to} className={css.item} onClick={() => onNavigate?.()}>
      <span className={css.itemIcon} aria-hidden>
        {item.icon}
      </span>
      {item.label}
      {item.badge ? <span className={css.itemBadge}>{item.badge}</span> : null}
    </Link>
  ));
}

interface ExpandableGroupProps {
  readonly group: NavGroup;
  readonly onNavigate: (() => void) | undefined;
}

function ExpandableGroup({ group, onNavigate }: ExpandableGroupProps) {
  const here = useLocation({
    select: ({ pathname }) => group.items.some(({ to }) => pathname === to || pathname.startsWith(`${to}/`)),
  });
  const [chosen, setChosen] = useState<boolean | null>(null);
  const open = chosen ?? here;
  return (
    <div className={css.group}>
      <UnstyledButton className={css.expand} aria-expanded={open} onClick={() => setChosen(!open)}>
        {group.label}
        <IconChevronDown size={14} aria-hidden />
      </UnstyledButton>
      {open ? <NavItems items={group.items} onNavigate={onNavigate} /> : null}
    </div>
  );
}

function Person({ person, personMenu }: ShellProps) {
  return (
    <Menu position="top-start" width={248} offset={6}>
      <Menu.Target>
        <UnstyledButton className={css.person}>
          <Avatar size={28} radius="xl" name={person.name} color="brand" variant="filled" aria-hidden />
          <span className={css.personText}>
            <span className={css.personName}>{person.name}</span>
            <span className={css.personDetail} aria-hidden>
              {person.detail}
            </span>
          </span>
          <IconSelector size={15} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>{personMenu}</Menu.Dropdown>
    </Menu>
  );
}

const isApple = () => /Mac|iPhone|iPad/.test(navigator.userAgent);
