/** The emulator's console with 200,000 people: how long its lists, searches and dialogs wait for an answer. */
import { createOktaEmulator, type OktaEmulator } from '@rollcall/okta-emulator';
import { type Row, type Section, table } from './section.ts';

const wantedMs = 200;

async function signedIn(okta: OktaEmulator) {
  const session = await fetch(`${okta.url}/admin/api/session`, { method: 'POST', body: JSON.stringify(okta.admin) });
  const cookie = session.headers.get('set-cookie')?.split(';')[0] ?? '';
  return async (method: string, path: string, body?: object) => {
    const answer = await fetch(`${okta.url}/admin/api${path}`, {
      method,
      headers: { cookie },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  };
}

/** An application that everybody has. */
async function application(ask: Awaited<ReturnType<typeof signedIn>>): Promise<string> {
  const saml = { ssoUrl: 'https://placeholder.example/sso', audience: 'https://placeholder.example' };
  const { id } = await ask('POST', '/apps', { label: 'Rollcall', saml });
  const { items } = await ask('GET', '/groups?limit=200');
  const everyone = items.find((group: { builtIn: boolean }) => group.builtIn);
  await ask('PUT', `/apps/${id}/groups/${everyone.id}`, {});
  return id;
}

async function measured(name: string, call: () => Promise<{ total?: number; items?: unknown[] }>): Promise<Row> {
  const times: number[] = [];
  let answer: { total?: number; items?: unknown[] } = {};
  for (let i = 0; i < 7; i++) {
    const started = performance.now();
    answer = await call();
    times.push(performance.now() - started);
  }
  times.sort((a, b) => a - b);
  const median = times[3] ?? 0;
  const count = answer.total ?? answer.items?.length;
  return [
    name,
    count === undefined ? '–' : count.toLocaleString('en-US'),
    `${median.toFixed(0)} ms`,
    `${(times.at(-1) ?? 0).toFixed(0)} ms`,
    `< ${wantedMs} ms ${median < wantedMs ? '✓' : '✗'}`,
  ];
}

async function run({ quick }: { readonly quick: boolean }): Promise<string> {
  const people = quick ? 20_000 : 200_000;
  await using okta = await createOktaEmulator({ dataDir: ':memory:', port: 0, seed: people });
  const ask = await signedIn(okta);
  const appId = await application(ask);
  const engineering = (await ask('GET', '/groups?q=Engineering')).items[0].id;
  const last = [...okta.engine.org.users.values()].at(-1)?.profile.login ?? '';
  const lists: readonly (readonly [string, string])[] = [
    ['People', '/people'],
    ['People, a page far down', `/people?after=${people - 100}`],
    ['People, search by part of a name', '/people?q=okafor'],
    ['People, search by username', `/people?q=${last}`],
    ['People, nobody fits', '/people?q=nobody-is-called-so'],
    ['People, by status', '/people?status=SUSPENDED'],
    ['Groups', '/groups'],
    ['A group', `/groups/${engineering}`],
    ['Its members', `/groups/${engineering}/members`],
    ['Its members, search', `/groups/${engineering}/members?q=okafor`],
    ['Dialog: assign people to the group, search', `/groups/${engineering}/candidates?q=okafor`],
    ['Applications', '/apps'],
    ['An application', `/apps/${appId}`],
    ['Its people', `/apps/${appId}/people`],
    ['Its people, search', `/apps/${appId}/people?q=okafor`],
    ['Dialog: assign the application to people, search', `/apps/${appId}/people/candidates?q=okafor`],
    ['Dialog: assign the application to groups', `/apps/${appId}/groups/candidates`],
    ['Dialog: push groups by name', `/apps/${appId}/push-groups/candidates?q=office`],
    ['System Log', '/logs'],
    ['Tasks', '/tasks'],
    ['Dashboard', '/dashboard'],
  ];
  const rows: Row[] = [];
  for (const [name, path] of lists) rows.push(await measured(name, () => ask('GET', path)));
  const condition = { kind: 'attribute', attribute: 'title', operator: 'regex', value: '(Staff|Head of) .*' };
  // Every person is looked at, and the pattern followed: the button says so while it works.
  rows.push([
    ...(
      await measured('Rule: how many a regular expression matches', () => ask('POST', '/rules/preview', { condition }))
    ).slice(0, -1),
    '–',
  ]);
  return `${people.toLocaleString('en-US')} people; the answers of the console’s API, seven times each.\n\n${table(['', 'found', 'median', 'slowest', 'wanted'], rows)}`;
}

export const oktaLists: Section = { name: 'okta-lists', title: 'The emulator’s console with 200,000 people', run };
