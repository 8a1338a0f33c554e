import { groupUrn, userUrn } from '../../model/mapping.ts';
import type { HeaderLine, ProviderProfile } from '../profile.ts';

/** As captured: these lines, these spellings, this order. */
const read: readonly HeaderLine[] = [
  ['accept', 'application/scim+json'],
  ['accept-charset', 'utf-8'],
  ['accept-encoding', 'gzip,deflate'],
  ['authorization', '{authorization}'],
  ['user-agent', 'Okta SCIM Client 1.0.0'],
];
const write: readonly HeaderLine[] = [
  ['accept', 'application/scim+json'],
  ['accept-charset', 'utf-8'],
  ['accept-encoding', 'gzip,deflate'],
  ['authorization', '{authorization}'],
  ['content-type', 'application/scim+json; charset=utf-8'],
  ['user-agent', 'Okta SCIM Client 1.0.0'],
];

const page = '&startIndex=1&count=100';

/** An application made with the App Integration Wizard: whole resources by PUT. */
export const oktaAiw: ProviderProfile = {
  id: 'okta-aiw',
  label: 'Okta, App Integration Wizard',
  headers: { read, write },
  users: {
    schemas: [userUrn],
    alwaysListsExtension: false,
    match: { attribute: null, quoted: true, suffix: page },
    sendsGroups: true,
    sendsPassword: true,
    update: 'put',
    patchStyle: 'pathless',
    activation: 'put',
    unassign: 'deactivate',
    managerAsString: false,
  },
  groups: {
    schemas: [groupUrn],
    match: { attribute: 'displayName', quoted: true, suffix: page },
    sendsExternalId: false,
    createsWithMembers: true,
    update: 'put',
    readSuffix: '',
    patch: {
      capitalised: false,
      sendsSchemas: true,
      rename: 'pathless-with-id',
      removal: 'filter',
      display: true,
      repeatsAdds: false,
      comparesTarget: false,
      batch: 1000,
    },
  },
  connectorTest: 'list',
  cycleMinutes: 0,
};

/** An application of the catalog (OIN): (de)activation and groups by PATCH. */
export const oktaCatalog: ProviderProfile = {
  ...oktaAiw,
  id: 'okta-catalog',
  label: 'Okta, catalog application',
  users: { ...oktaAiw.users, activation: 'patch' },
  groups: { ...oktaAiw.groups, createsWithMembers: false, update: 'patch' },
};
