import type { coreRoutes, EndpointId } from '@rollcall/admin-api';
import type { TestServer } from '../../testing/test-server.ts';
import type { Browser } from './browser.ts';
import { signedIn } from './team.ts';
import { testCertificate } from './test-certificate.ts';

/** One of everything, in the tenant `default`. */
export interface World {
  readonly owner: Browser;
  readonly ids: {
    readonly integrationId: string;
    readonly clientId: string;
    readonly userId: string;
    readonly groupId: string;
    readonly requestId: string;
    readonly memberId: string;
    readonly sessionId: string;
    readonly invitationId: string;
    readonly providerId: string;
    readonly tokenId: string;
    readonly tenantId: string;
    readonly field: string;
    readonly deviceId: string;
    readonly itemId: string;
    readonly blueprintId: string;
    readonly importId: string;
    readonly version: string;
  };
}

export async function until<T>(what: string, look: () => Promise<T | null | undefined | false>): Promise<T> {
  for (let tries = 0; tries < 400; tries += 1) {
    const found = await look();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${what} did not happen`);
}

/** The row of somebody who was just pushed, once the list of people has it. */
export const arrived = (api: Browser['api'], userName: string) =>
  until(`${userName} arrives`, async () =>
    (await api.call('people.list', { query: { search: userName } })).items.find((item) => item.userName === userName),
  );

export const okta = {
  user: (userName: string, given: string, more: object = {}) => ({
    schemas: [
      'urn:ietf:params:scim:schemas:core:2.0:User',
      'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User',
    ],
    userName,
    name: { givenName: given, familyName: 'Example' },
    emails: [{ primary: true, value: userName, type: 'work' }],
    title: 'Engineer',
    password: 'never kept',
    active: true,
    'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': { department: 'R&D' },
    ...more,
  }),
  group: (displayName: string, members: readonly string[]) => ({
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
    displayName,
    members: members.map((value) => ({ value })),
  }),
};

export async function buildWorld(server: TestServer): Promise<World> {
  const owner = await signedIn(server, 'owner@example.com', 'owner');
  const created = await server.scim('POST', '/Users', okta.user('grace@example.com', 'Grace'));
  const group = await server.scim('POST', '/Groups', okta.group('Sales', [created.json.id]));
  const { integrationId } = server;
  const { api } = owner;
  await until('the person arrives', async () => (await api.call('people.list')).items[0]);
  await until('the group arrives', async () => (await api.call('groups.list')).items[0]);
  const client = await api.call('clients.create', { params: { integrationId }, body: { name: 'Azure' } });
  const invited = await api.call('invitations.create', { body: { email: 'new@example.com', role: 'admin' } });
  const apiToken = await api.call('apiTokens.create', { body: { name: 'CI', role: 'auditor' } });
  const provider = await api.call('signInProviders.create', {
    body: {
      name: 'Okta SAML',
      domains: ['example.com'],
      settings: {
        protocol: 'saml',
        issuer: 'http://www.okta.com/exk1',
        entryPoint: 'https://example.okta.com/sso',
        certificate: testCertificate,
      },
    },
  });
  const [member] = (await api.call('team.list')).members;
  const [session] = (await api.call('sessions.list')).items;
  return {
    owner,
    ids: {
      integrationId,
      clientId: client.client.id,
      userId: created.json.id,
      groupId: group.json.id,
      requestId: String(created.headers['x-request-id'] ?? ''),
      memberId: member?.id ?? '',
      sessionId: session?.id ?? '',
      invitationId: invited.invitation.id,
      providerId: provider.id,
      tokenId: apiToken.apiToken.id,
      tenantId: (await api.call('session.get')).tenant?.id ?? '',
      field: 'department',
      ...(await buildProduct(owner)),
      version: '1',
    },
  };
}

async function buildProduct(owner: Browser) {
  const { api } = owner;
  const item = await api.call('library.create', { body: { name: 'Hushed item', kind: 'app' } });
  const blueprint = await api.call('blueprints.create', { body: { name: 'Hushed blueprint' } });
  const device = await api.call('devices.create', { body: { device_name: 'Hushed Mac', serial_number: 'SECRET1' } });
  const imported = await owner.fetch('/api/v1/devices/import', {
    method: 'POST',
    headers: { 'content-type': 'text/csv' },
    body: 'device_name,serial_number\nHushed iPad,SECRET2\n',
  });
  const { id: importId } = JSON.parse(await imported.text());
  return { deviceId: device.device_id, itemId: item.id, blueprintId: blueprint.id, importId: String(importId) };
}

type Given = { readonly query?: Readonly<Record<string, unknown>>; readonly body?: unknown };

/** What to send to each endpoint so that only the caller's rights decide. */
export const samples: { readonly [Id in keyof typeof coreRoutes]: Given } = {
  'session.get': {},
  'session.switchTenant': { body: { tenantId: '{tenantId}' } },
  'sessions.list': {},
  'sessions.end': {},
  'sessions.endOthers': {},
  'signIn.options': {},
  'links.inspect': { body: { token: 'rcl_00000000000000000000000000000000000000000' } },
  'links.accept': { body: { token: 'rcl_00000000000000000000000000000000000000000' } },
  'integrations.list': {},
  'integrations.checkName': { query: { name: 'x' } },
  'integrations.create': { body: { name: 'Another' } },
  'integrations.get': {},
  'integrations.update': { body: { switches: { skipUnknownMembers: true } } },
  'integrations.confirm': {},
  'integrations.rotate': { body: {} },
  'integrations.deletePreview': {},
  'integrations.delete': { query: { name: 'Okta' } },
  'integrations.guide': {},
  'integrations.attributeFeed': {},
  'integrations.previewAttributeFeed': { body: { overrides: { department: 'userType' } } },
  'integrations.setAttributeFeed': { body: { overrides: { department: 'userType' } } },
  'clients.list': {},
  'clients.create': { body: { name: 'c' } },
  'clients.rotate': {},
  'clients.revoke': {},
  'people.list': {},
  'people.counts': {},
  'people.facets': {},
  'people.export': {},
  'people.get': {},
  'people.history': {},
  'people.raw': {},
  'groups.list': {},
  'groups.get': {},
  'groups.members': {},
  'groups.history': {},
  'activity.list': {},
  'activity.get': {},
  'activity.chart': {},
  'activity.stream': {},
  'activity.supportBundle': { query: { from: '2020-01-01T00:00:00Z', to: '2040-01-01T00:00:00Z' } },
  'audit.list': {},
  'audit.export': {},
  'team.list': {},
  'team.setRole': { body: { role: 'owner' } },
  'team.remove': {},
  'invitations.create': { body: { email: 'x@example.com', role: 'auditor' } },
  'invitations.revoke': {},
  'signInProviders.list': {},
  'signInProviders.create': {
    body: {
      name: 'p',
      domains: ['a.example'],
      settings: { protocol: 'saml', issuer: 'i', entryPoint: 'https://a.example', certificate: testCertificate },
    },
  },
  'signInProviders.update': { body: { name: 'q' } },
  'signInProviders.delete': {},
  'tenant.get': {},
  'tenant.update': { body: { name: 'Default' } },
  'retention.get': {},
  'retention.update': { body: { requestLogDays: 20 } },
  'apiTokens.list': {},
  'apiTokens.create': { body: { name: 't', role: 'auditor' } },
  'apiTokens.revoke': {},
  'supportedAttributes.get': {},
  'errors.list': {},
  'search.query': { query: { q: 'grace' } },
  'users.list': {},
  'users.get': {},
  'users.delete': {},
  'auditEvents.list': {},
  'openapi.get': {},
  'docs.get': {},
};

const oneNode = {
  nodes: [{ id: 'all-devices', kind: 'all', label: '', rules: [], items: [], blocks: [] }],
  blocks: [],
};

/** The same for devices, library and blueprints, where a sample is needed. */
export const productSamples: Partial<Readonly<Record<EndpointId, Given>>> = {
  'devices.update': { body: { device_name: 'Stolen' } },
  'library.update': { body: { name: 'Stolen' } },
  'library.upload': { query: { name: 'stolen.pkg' }, body: {} },
  'blueprints.update': { body: { name: 'Stolen' } },
  'blueprints.preview': { body: { map: oneNode } },
  'blueprints.assignLibraryItem': { body: { library_item_id: '{itemId}', assignment_node_id: 'all-devices' } },
  'blueprints.removeLibraryItem': { body: { library_item_id: '{itemId}', assignment_node_id: 'all-devices' } },
  'blueprints.evaluate': { query: { device: '{deviceId}' } },
};
