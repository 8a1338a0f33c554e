import './css-properties.ts';

// What is named here is part of each page's first load; what only some pages need has an entry of its own in package.json.
export { colorSchemeManager } from './color-scheme.ts';
export { type Command, type CommandGroup, CommandPalette, commandPalette } from './command-palette.tsx';
export { Confirm, ConfirmByTyping } from './confirm-by-typing.tsx';
export { CopyButton, CopyField } from './copy-field.tsx';
export { DataTable } from './data-table.tsx';
export { DetailDrawer } from './detail-drawer.tsx';
export { ClearFilters, FilterBar, FilterSelect, SearchField } from './filter-bar.tsx';
export { JsonView } from './json-view.tsx';
export { ButtonLink, MenuLink, TextLink } from './links.tsx';
export { useListSearch } from './list-search.ts';
export { Notice } from './notice.tsx';
export { Facts, FillPage, Page, PageHeader, Section } from './page-header.tsx';
export { UiProvider } from './provider.tsx';
export { ExactTime, RelativeTime } from './relative-time.tsx';
export type { RowSelection } from './row-selection.tsx';
export { type NavGroup, type NavItem, Shell } from './shell.tsx';
export { EmptyState, ErrorState, LoadingState } from './states.tsx';
export { StatusBadge, Tag, type Tone } from './status-badge.tsx';
export type { Column, DataTableProps, RowTarget, Sort } from './table.ts';
export { ColumnMenu } from './table-menu.tsx';
export { cssVariables, theme } from './theme.ts';
export { clockTime, exactTime, relativeTime } from './time.ts';
export { type Toast, toast } from './toast.tsx';
export { type Tab, UrlTabs } from './url-tabs.tsx';
