import type { ConnectorFeature } from '../api/contract.ts';
import type { Integration, ProvisioningActions } from '../model/app.ts';
import { groupUrn, userUrn } from '../model/mapping.ts';
import { patchBody } from '../plan/patch.ts';
import type { ProviderProfile } from '../plan/profile.ts';
import { get, type PlannedRequest } from '../plan/request.ts';
import type { Connection, Reply } from './connection.ts';

export interface ConnectorTestOutcome {
  readonly ok: boolean;
  readonly message: string | null;
  readonly features: readonly ConnectorFeature[];
}

const features = (actions: ProvisioningActions, reached: boolean): ConnectorFeature[] => [
  { name: 'User Import', detected: reached && actions.importUsers },
  { name: 'Import Profile Updates', detected: reached && actions.importUsers },
  { name: 'Create Users', detected: reached && actions.pushNewUsers },
  { name: 'Update User Attributes', detected: reached && actions.pushProfileUpdates },
  { name: 'Push Groups', detected: reached && actions.pushGroups },
  { name: 'Import Groups', detected: reached && actions.importGroups },
];

function problemOf(reply: Reply): string | null {
  if (reply.kind === 'failure') return `Error connecting to the server: ${reply.message}`;
  if (reply.status === 401 || reply.status === 403) {
    return `Error authenticating: the server refused the credentials (${reply.status}). Check the authorization.`;
  }
  if (reply.body === null && reply.status !== 204) {
    const token = /^\s*([\w<!-]+|.)/.exec(reply.text)?.[1] ?? '';
    return `Invalid JSON: Unrecognized token '${token}'`;
  }
  return reply.status > 299 ? `The server answered ${reply.status}: ${String(reply.body?.detail ?? '')}` : null;
}

/** *Test Connector Configuration*. Each provider has its own way to try a server; the profile's id chooses it. */
export async function testConnector(
  connection: Connection,
  appId: string,
  integration: Integration,
  profile: ProviderProfile,
): Promise<ConnectorTestOutcome> {
  const to = { appId, subjectId: null, integration, profile };
  let lastId = '';
  for (const step of connectorSteps(integration.actions, profile)) {
    const reply = await connection.send(to, { ...step, path: step.path.replace('{id}', lastId) });
    const message = problemOf(reply);
    if (message !== null) return { ok: false, message, features: features(integration.actions, false) };
    if (reply.kind === 'answer' && step.method === 'POST') lastId = String(reply.body?.id ?? '');
  }
  return { ok: true, message: null, features: features(integration.actions, true) };
}

function connectorSteps(actions: ProvisioningActions, profile: ProviderProfile): PlannedRequest[] {
  switch (profile.connectorTest) {
    case 'list':
      return [
        get('/Users?startIndex=1&count=2', 'read'),
        ...(actions.importGroups ? [get('/Groups?startIndex=1&count=100', 'read')] : []),
      ];
    case 'unknown-user':
      // Entra wants 200 and an empty list for somebody who cannot exist.
      return [get(`/Users?filter=userName+eq+%22${crypto.randomUUID()}%22`, 'match')];
    case 'configuration':
      return [get('/ServiceProviderConfig', 'read')];
    case 'test-objects':
      return testObjects();
    default:
      return profile.connectorTest satisfies never;
  }
}

/** JumpCloud makes, changes and removes a person and a group of its own at activation. */
function testObjects(): PlannedRequest[] {
  const name = `test-${crypto.randomUUID().slice(0, 8)}`;
  const person = {
    schemas: [userUrn],
    userName: `${name}@jumpcloud.test`,
    name: { givenName: 'Test', familyName: 'User' },
    emails: [{ value: `${name}@jumpcloud.test`, type: 'work', primary: true }],
    active: true,
  };
  const steps: Omit<PlannedRequest, 'purpose'>[] = [
    { method: 'GET', path: '/Users?startIndex=1&count=1', body: null },
    { method: 'POST', path: '/Users', body: person },
    { method: 'PUT', path: '/Users/{id}', body: { ...person, active: false } },
    { method: 'DELETE', path: '/Users/{id}', body: null },
    { method: 'POST', path: '/Groups', body: { schemas: [groupUrn], displayName: name, members: [] } },
    {
      method: 'PATCH',
      path: '/Groups/{id}',
      body: patchBody([{ op: 'replace', path: 'displayName', value: `${name}-2` }]),
    },
    { method: 'DELETE', path: '/Groups/{id}', body: null },
  ];
  return steps.map((step) => ({ ...step, purpose: 'write' }));
}
