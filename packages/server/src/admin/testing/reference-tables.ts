import { adminErrors, type Route, routes } from '@rollcall/admin-api';
import { endpointIds } from '../app.ts';

const access = { public: 'anybody', signedIn: 'session', auditor: 'auditor', admin: 'admin', owner: 'owner' } as const;

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

const endpointTable = (stable: boolean): string => {
  const shown = endpointIds.filter((id) => !routes[id].path.startsWith('/api/v1/console') === stable);
  const rows = shown.map((id) => {
    const route: Route = routes[id];
    return row([`\`${route.method} ${route.path}\``, access[route.access], route.summary]);
  });
  return [row(['Endpoint', 'Who', 'What']), '|---|---|---|', ...rows].join('\n');
};

const errorTable = (): string => {
  const rows = Object.entries(adminErrors).map(([code, { status, title, todo }]) =>
    row([`\`${code}\``, String(status), title, todo]),
  );
  return [row(['Code', 'Status', 'Meaning', 'What to do']), '|---|---|---|---|', ...rows].join('\n');
};

/** Tables of docs/reference/admin-api.md as the code has them. */
export const adminReferenceTables: readonly (readonly [string, string])[] = [
  ['the stable endpoints', endpointTable(true)],
  ['the console’s endpoints', endpointTable(false)],
  ['the errors', errorTable()],
];
