import type { Route } from './route.ts';

const json = <const Method extends Route['method'], const Path extends string, const Access extends Route['access']>(
  method: Method,
  path: Path,
  access: Access,
  summary: string,
) => ({ method, path, access, summary, answer: 'json' as const });

const empty = <const Method extends Route['method'], const Path extends string, const Access extends Route['access']>(
  method: Method,
  path: Path,
  access: Access,
  summary: string,
) => ({ method, path, access, summary, answer: 'empty' as const, status: 204 as const });

/** Endpoints of devices, library and blueprints. */
export const productRoutes = {
  'devices.list': json('GET', '/api/v1/devices', 'auditor', 'Devices, 300 a page by limit and offset'),
  'devices.create': {
    ...json('POST', '/api/v1/devices', 'admin', 'Enroll a device; without a Blueprint, Blueprint Routing picks it'),
    status: 201,
  },
  'devices.import': {
    ...json('POST', '/api/v1/devices/import', 'admin', 'Import devices from CSV (text/csv) in the background'),
    status: 202,
  },
  'devices.previewImport': json(
    'POST',
    '/api/v1/devices/import/preview',
    'admin',
    'What importing a CSV file would do, line by line; nothing is changed',
  ),
  'devices.getImport': json('GET', '/api/v1/devices/import/{importId}', 'auditor', 'Progress and errors of an import'),
  'devices.bulkUpdate': json('POST', '/api/v1/devices/bulk-update', 'admin', 'One change for many devices'),
  'devices.get': json('GET', '/api/v1/devices/{deviceId}', 'auditor', 'One device'),
  'devices.update': json('PATCH', '/api/v1/devices/{deviceId}', 'admin', 'Change a device or whose it is'),
  'devices.delete': empty('DELETE', '/api/v1/devices/{deviceId}', 'admin', 'Remove a device'),
  'devices.libraryItems': json(
    'GET',
    '/api/v1/devices/{deviceId}/library-items',
    'auditor',
    'What a device gets, and why',
  ),
  'deviceResults.list': json(
    'GET',
    '/api/v1/device-results',
    'auditor',
    'The feed of results: each device once, at its last change, after a sequence number',
  ),
  'tags.list': json('GET', '/api/v1/tags', 'auditor', 'Tags with the number of their devices'),
  'deviceMoves.list': json(
    'GET',
    '/api/v1/device-moves',
    'auditor',
    'Archived people with devices, and who has their e-mail or userName now',
  ),
  'deviceMoves.run': json(
    'POST',
    '/api/v1/device-moves',
    'admin',
    'Move the devices of archived people to their new records',
  ),

  'library.list': json('GET', '/api/v1/library-items', 'auditor', 'Library Items'),
  'library.create': { ...json('POST', '/api/v1/library-items', 'admin', 'Add a Library Item'), status: 201 },
  'library.get': json('GET', '/api/v1/library-items/{itemId}', 'auditor', 'One Library Item'),
  'library.update': json('PATCH', '/api/v1/library-items/{itemId}', 'admin', 'Change a Library Item'),
  'library.delete': empty('DELETE', '/api/v1/library-items/{itemId}', 'admin', 'Remove a Library Item'),
  'library.upload': json(
    'PUT',
    '/api/v1/library-items/{itemId}/file',
    'admin',
    'The payload of a Library Item; the body is the file',
  ),
  'library.download': {
    method: 'GET',
    path: '/api/v1/library-items/{itemId}/file',
    access: 'auditor',
    summary: 'Download the payload of a Library Item',
    answer: 'download',
  },

  'blueprints.list': json('GET', '/api/v1/blueprints', 'auditor', 'Blueprints with the number of their devices'),
  'blueprints.create': { ...json('POST', '/api/v1/blueprints', 'admin', 'Add a Blueprint'), status: 201 },
  'blueprints.templates': json('GET', '/api/v1/blueprint-templates', 'auditor', 'Maps to begin a Blueprint with'),
  'blueprints.inputs': json('GET', '/api/v1/blueprint-inputs', 'auditor', 'What rules can ask about, and how'),
  'blueprints.countRule': json(
    'POST',
    '/api/v1/blueprint-rule-count',
    'auditor',
    'How many devices a set of rules matches now',
  ),
  'blueprints.get': json('GET', '/api/v1/blueprints/{blueprintId}', 'auditor', 'One Blueprint with its Assignment Map'),
  'blueprints.update': json('PATCH', '/api/v1/blueprints/{blueprintId}', 'admin', 'Rename a Blueprint or save its map'),
  'blueprints.delete': empty(
    'DELETE',
    '/api/v1/blueprints/{blueprintId}',
    'admin',
    'Remove a Blueprint without devices',
  ),
  'blueprints.preview': json(
    'POST',
    '/api/v1/blueprints/{blueprintId}/preview',
    'auditor',
    'What saving a map would change: which devices, which items; nothing is changed',
  ),
  'blueprints.listLibraryItems': json(
    'GET',
    '/api/v1/blueprints/{blueprintId}/list-library-items',
    'auditor',
    'The Library Items on the nodes of a Blueprint',
  ),
  'blueprints.assignLibraryItem': json(
    'POST',
    '/api/v1/blueprints/{blueprintId}/assign-library-item',
    'admin',
    'Put a Library Item on an Assignment Node',
  ),
  'blueprints.removeLibraryItem': json(
    'POST',
    '/api/v1/blueprints/{blueprintId}/remove-library-item',
    'admin',
    'Take a Library Item off an Assignment Node',
  ),
  'blueprints.evaluate': json(
    'GET',
    '/api/v1/blueprints/{blueprintId}/evaluate',
    'auditor',
    'The path that a device or a user takes through the map, each decision explained',
  ),
  'blueprints.versions': json(
    'GET',
    '/api/v1/blueprints/{blueprintId}/versions',
    'auditor',
    'Every version of a map: who saved it, and what was changed',
  ),
  'blueprints.version': json(
    'GET',
    '/api/v1/blueprints/{blueprintId}/versions/{version}',
    'auditor',
    'One version with its map, and what was changed since',
  ),
  'blueprints.restore': json(
    'POST',
    '/api/v1/blueprints/{blueprintId}/versions/{version}/restore',
    'admin',
    'Save an earlier version of the map as the newest one',
  ),
  'blueprints.activity': json(
    'GET',
    '/api/v1/blueprints/{blueprintId}/activity',
    'auditor',
    'What happened to a Blueprint: saves, and what requests changed for its devices',
  ),
  'groupBlueprints.list': json(
    'GET',
    '/api/v1/groups/{groupId}/blueprints',
    'auditor',
    'The Blueprints and routes whose rules name a group',
  ),
  'routing.get': json('GET', '/api/v1/blueprint-routing', 'auditor', 'Blueprint Routing'),
  'routing.save': json('PUT', '/api/v1/blueprint-routing', 'admin', 'Save Blueprint Routing'),
  'routing.activity': json('GET', '/api/v1/blueprint-routing/activity', 'auditor', 'Which route took which device'),
} as const satisfies Readonly<Record<string, Route>>;
