import { enterpriseUrn, groupUrn, userUrn } from '../../model/mapping.ts';
import type { HeaderLine, ProviderProfile } from '../profile.ts';
import { oktaAiw } from './okta.ts';

const lines = (type: string, agent: string | null): { read: readonly HeaderLine[]; write: readonly HeaderLine[] } => {
  const common: readonly HeaderLine[] = [
    ['authorization', '{authorization}'],
    ['accept', type],
    ...(agent === null ? [] : [['user-agent', agent] satisfies HeaderLine]),
  ];
  return { read: common, write: [...common, ['content-type', `${type}; charset=utf-8`]] };
};

/** Microsoft Entra ID without a flag in the tenant URL. */
export const entra: ProviderProfile = {
  ...oktaAiw,
  id: 'entra',
  label: 'Microsoft Entra ID',
  headers: lines('application/scim+json', null),
  users: {
    schemas: [userUrn, enterpriseUrn],
    alwaysListsExtension: true,
    match: { attribute: 'userName', quoted: true, suffix: '' },
    sendsGroups: false,
    sendsPassword: false,
    update: 'patch',
    patchStyle: 'entra-paths',
    activation: 'patch',
    unassign: 'deactivate',
    managerAsString: true,
  },
  groups: {
    schemas: [groupUrn, 'http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group'],
    match: { attribute: 'displayName', quoted: true, suffix: '&excludedAttributes=members' },
    sendsExternalId: true,
    createsWithMembers: false,
    update: 'patch',
    readSuffix: '?excludedAttributes=members',
    patch: {
      capitalised: true,
      sendsSchemas: true,
      rename: 'path',
      removal: 'value-list',
      display: false,
      repeatsAdds: false,
      comparesTarget: false,
      batch: 100,
    },
  },
  connectorTest: 'unknown-user',
  cycleMinutes: 40,
};

/** Microsoft Entra ID with `?aadOptscim062020` in the tenant URL. */
export const entraCompliant: ProviderProfile = {
  ...entra,
  id: 'entra-compliant',
  label: 'Microsoft Entra ID (aadOptscim062020)',
  users: { ...entra.users, patchStyle: 'entra-grouped' },
  groups: { ...entra.groups, patch: { ...entra.groups.patch, capitalised: false, removal: 'filter' } },
};

export const onelogin: ProviderProfile = {
  ...oktaAiw,
  id: 'onelogin',
  label: 'OneLogin',
  headers: lines('application/scim+json', null),
  users: {
    ...oktaAiw.users,
    schemas: ['urn:scim:schemas:core:2.0', 'urn:scim:schemas:extension:enterprise:2.0'],
    // OneLogin leaves the ampersand of its URL template standing.
    match: { attribute: 'userName', quoted: true, suffix: '&' },
    sendsGroups: false,
    sendsPassword: false,
  },
  groups: {
    ...oktaAiw.groups,
    schemas: ['urn:scim:schemas:core:2.0'],
    match: { attribute: 'displayName', quoted: true, suffix: '&' },
    createsWithMembers: false,
    update: 'patch',
    patch: { ...oktaAiw.groups.patch, rename: 'path', display: false },
  },
};

export const jumpcloud: ProviderProfile = {
  ...oktaAiw,
  id: 'jumpcloud',
  label: 'JumpCloud',
  connectorTest: 'test-objects',
  headers: lines('application/json', 'JumpCloud-IDM-SCIM'),
  users: {
    ...oktaAiw.users,
    match: { attribute: 'userName', quoted: true, suffix: '' },
    sendsGroups: false,
    sendsPassword: false,
  },
  groups: {
    ...oktaAiw.groups,
    match: { attribute: 'displayName', quoted: true, suffix: '' },
    createsWithMembers: false,
    update: 'patch',
    patch: {
      ...oktaAiw.groups.patch,
      rename: 'path',
      removal: 'value-list',
      display: false,
      repeatsAdds: true,
    },
  },
};

export const authentik: ProviderProfile = {
  ...oktaAiw,
  id: 'authentik',
  label: 'authentik',
  connectorTest: 'configuration',
  headers: lines('application/scim+json', 'authentik'),
  users: {
    ...oktaAiw.users,
    match: { attribute: 'userName', quoted: false, suffix: '' },
    sendsGroups: false,
    sendsPassword: false,
    unassign: 'delete',
  },
  groups: {
    ...oktaAiw.groups,
    match: { attribute: 'displayName', quoted: true, suffix: '' },
    sendsExternalId: true,
    createsWithMembers: false,
    update: 'patch',
    patch: {
      ...oktaAiw.groups.patch,
      sendsSchemas: false,
      rename: 'pathless-with-id',
      display: false,
      comparesTarget: true,
    },
  },
};
