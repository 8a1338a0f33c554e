import type { Client, Response } from '@rollcall/admin-api';

/** The demo's devices, Library Items and Blueprint: what the pushed people and groups decide about. */
const items = {
  wifi: { name: 'Wi-Fi Acme', kind: 'profile', description: 'The office network, with certificates' },
  disk: { name: 'Disk encryption', kind: 'setting', platforms: ['mac', 'windows'] },
  slack: { name: 'Slack', kind: 'app', version: '4.41' },
  xcode: { name: 'Xcode', kind: 'app', version: '26.1', platforms: ['mac'] },
  docker: { name: 'Docker Desktop', kind: 'app', version: '4.47', platforms: ['mac', 'windows'] },
  salesforce: { name: 'Salesforce', kind: 'app', version: '260.1' },
  office: { name: 'Office suite', kind: 'app', version: '16.103' },
  vpn: { name: 'VPN access', kind: 'profile', description: 'For everybody in the group VPN users' },
  pager: { name: 'Pager', kind: 'app', version: '8.2', description: 'Wakes whoever is on call' },
  guest: { name: 'Contractor restrictions', kind: 'profile', description: 'No local administrators, no USB storage' },
} as const;
/** Groups that the Blueprint asks for. */
const asked = ['Engineering', 'Sales', 'VPN users', 'On call', 'Contractors'];
type ItemName = keyof typeof items;
type GroupRow = Response<'groups.list'>['items'][number];
type AssignmentMap = Response<'blueprints.get'>['map'];

const families = [
  ['mac', 'MacBook Pro 14"', '26.1', 'appleSilicon'],
  ['mac', 'MacBook Air 13"', '15.7', 'appleSilicon'],
  ['windows', 'ThinkPad X1', '11.24', 'intel'],
  ['iphone', 'iPhone 17', '26.1', 'appleSilicon'],
  ['ipad', 'iPad Air', '26.0', 'appleSilicon'],
] as const;

/** Some have a phone besides. Sevens share nothing with the steps by which the org's groups are filled, so each group has devices. */
function deviceLines(people: readonly { readonly login: string; readonly name: string }[]): string[] {
  return people
    .filter((_, i) => i % 7 < 3)
    .flatMap(({ login, name }, i) => {
      const own = [i % 3, ...(i % 4 === 0 ? [3 + (i % 2)] : [])];
      return own.map((at) => {
        const [family, model, os, chip] = families[at] ?? families[0];
        const serial = `${family.slice(0, 1).toUpperCase()}${String(4_100_000 + i * 137)}`;
        const quoted = model.replaceAll('"', '""');
        return `"${name}’s ${family === 'mac' ? 'Mac' : quoted}",${serial},${family},"${quoted}",${os},${chip},true,${login}`;
      });
    });
}

export interface Fleet {
  readonly devices: number;
  readonly items: number;
}

/** Through the admin API, as an administrator’s own script would do it. Resolves when the devices are there. */
export async function equipPeople(
  api: Client,
  send: typeof fetch,
  people: readonly { readonly login: string; readonly name: string }[],
): Promise<Fleet> {
  const groups = await until(async () => {
    const { items: rows } = await api.call('groups.list', { query: { limit: 100 } });
    return asked.every((name) => rows.some((row) => row.name === name)) ? rows : null;
  });
  const ids = new Map<ItemName, string>();
  for (const [name, item] of Object.entries(items)) {
    const { platforms = [], ...rest } = { platforms: [], ...item };
    const made = await api.call('library.create', { body: { ...rest, platforms: [...platforms] } });
    if (isItemName(name)) ids.set(name, made.id);
  }
  const blueprint = await api.call('blueprints.create', {
    body: {
      name: 'Acme laptops and phones',
      description: 'What each device gets follows from the groups that Okta pushes.',
      map: assignmentMap(groups, (name) => ids.get(name) ?? ''),
    },
  });
  const { version } = await api.call('routing.get');
  await api.call('routing.save', { body: { version, routing: { routes: [], fallbackBlueprintId: blueprint.id } } });
  const lines = deviceLines(people);
  const head = 'device_name,serial_number,device_family,model,os_version,chip_type,supervised,user';
  const started = await send(api.url('devices.import'), {
    method: 'POST',
    headers: { 'content-type': 'text/csv' },
    body: [head, ...lines].join('\n'),
  });
  const { id: importId }: { id: string } = await started.json();
  const done = await until(async () => {
    const state = await api.call('devices.getImport', { params: { importId } });
    return state.state === 'running' ? null : state;
  });
  if (done.errors.length > 0) throw new Error(`The devices could not be imported: ${done.errors[0]?.message}`);
  return { devices: done.created, items: ids.size };
}

const isItemName = (name: string): name is ItemName => Object.hasOwn(items, name);

/** Everybody gets the basics; departments part in one block, contractors within the last of them; VPN and on call beside it. */
function assignmentMap(groups: readonly GroupRow[], item: (name: ItemName) => string): AssignmentMap {
  const inGroup = (name: string) => {
    const group = groups.find((each) => each.name === name);
    if (group === undefined) throw new Error(`The group ${name} was not pushed.`);
    const ref = { integrationId: group.integration.id, groupId: group.id, name };
    return [{ input: 'userGroup' as const, operator: 'is' as const, groups: [ref] }];
  };
  const node = (kind: 'if' | 'elseIf', id: string, group: string, ...names: ItemName[]) => ({
    id,
    kind,
    label: group,
    rules: inGroup(group),
    items: names.map(item),
    blocks: [],
  });
  const basics: readonly ItemName[] = ['wifi', 'disk', 'slack'];
  const blocks = [
    { id: 'work', label: 'By department', nodes: ['engineering', 'sales', 'others'] },
    { id: 'network', label: 'Away from the office', nodes: ['vpn'] },
    { id: 'duty', label: 'On call', nodes: ['duty-yes'] },
  ];
  const outside = { id: 'outside', label: 'Contractors', nodes: ['outside-yes'] };
  return {
    nodes: [
      {
        id: 'all-devices',
        kind: 'all',
        label: 'All Devices',
        rules: [],
        items: basics.map(item),
        blocks: blocks.map((block) => block.id),
      },
      node('if', 'engineering', 'Engineering', 'xcode', 'docker'),
      node('elseIf', 'sales', 'Sales', 'salesforce', 'office'),
      { id: 'others', kind: 'else', label: 'Everybody else', rules: [], items: [item('office')], blocks: ['outside'] },
      node('if', 'vpn', 'VPN users', 'vpn'),
      node('if', 'duty-yes', 'On call', 'pager'),
      node('if', 'outside-yes', 'Contractors', 'guest'),
    ],
    blocks: [...blocks, outside],
  };
}

async function until<Value>(look: () => Promise<Value | null>): Promise<Value> {
  for (let tries = 0; tries < 400; tries++) {
    const found = await look();
    if (found !== null) return found;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('Rollcall did not follow the push within ten seconds.');
}
