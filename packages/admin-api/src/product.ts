import { z } from 'zod';
import type { Shape } from './endpoint.ts';
import type { productRoutes } from './product-routes.ts';
import * as blueprints from './schemas/blueprints.ts';
import { id } from './schemas/common.ts';
import * as devices from './schemas/devices.ts';

const deviceId = z.object({ deviceId: id });
const itemId = z.object({ itemId: id });
const blueprintId = z.object({ blueprintId: id });
const versionOf = blueprintId.extend({ version: z.coerce.number<string>().int().min(1) });

/** What goes in and out of the endpoints of devices, library and blueprints. */
export const productShapes = {
  'devices.list': { query: devices.deviceQuery, response: devices.devicePage },
  'devices.create': {
    body: devices.newDevice,
    response: devices.device,
    errors: ['serialTaken', 'unknownUser', 'unknownBlueprint'],
  },
  'devices.import': { response: devices.deviceImport, errors: ['invalidCsv', 'tooLarge'] },
  'devices.previewImport': { response: devices.importPreview, errors: ['invalidCsv', 'tooLarge'] },
  'devices.getImport': { params: z.object({ importId: id }), response: devices.deviceImport, errors: ['notFound'] },
  'devices.bulkUpdate': {
    body: devices.bulkUpdate,
    response: devices.bulkUpdated,
    errors: ['unknownUser', 'unknownBlueprint'],
  },
  'devices.get': { params: deviceId, response: devices.device, errors: ['notFound'] },
  'devices.update': {
    params: deviceId,
    body: devices.deviceChange,
    response: devices.device,
    errors: ['notFound', 'serialTaken', 'unknownUser', 'unknownBlueprint'],
  },
  'devices.delete': { params: deviceId, errors: ['notFound'] },
  'devices.libraryItems': { params: deviceId, response: blueprints.deviceItems, errors: ['notFound'] },
  'deviceResults.list': { query: blueprints.feedQuery, response: blueprints.feed },
  'tags.list': { response: devices.tags },
  'deviceMoves.list': { query: devices.moveQuery, response: devices.deviceMoves },
  'deviceMoves.run': { body: devices.runMoves, response: devices.movesDone, errors: ['unknownUser', 'notFound'] },

  'library.list': { response: blueprints.libraryItems },
  'library.create': { body: blueprints.newItem, response: blueprints.libraryItem },
  'library.get': { params: itemId, response: blueprints.libraryItem, errors: ['notFound'] },
  'library.update': {
    params: itemId,
    body: blueprints.itemChange,
    response: blueprints.libraryItem,
    errors: ['notFound'],
  },
  'library.delete': { params: itemId, errors: ['notFound', 'itemInUse'] },
  'library.upload': {
    params: itemId,
    query: blueprints.fileQuery,
    response: blueprints.libraryItem,
    errors: ['notFound', 'fileTooLarge'],
  },
  'library.download': { params: itemId, errors: ['notFound'] },

  'blueprints.list': { response: blueprints.blueprints },
  'blueprints.create': {
    body: blueprints.newBlueprint,
    response: blueprints.blueprint,
    errors: ['nameTaken', 'invalidMap'],
  },
  'blueprints.templates': { response: blueprints.templates },
  'blueprints.inputs': { response: blueprints.inputs },
  'blueprints.countRule': { body: blueprints.countRule, response: blueprints.ruleCount },
  'blueprints.get': { params: blueprintId, response: blueprints.blueprint, errors: ['notFound'] },
  'blueprints.update': {
    params: blueprintId,
    body: blueprints.blueprintChange,
    response: blueprints.blueprint,
    errors: ['notFound', 'nameTaken', 'invalidMap', 'versionConflict'],
  },
  'blueprints.delete': { params: blueprintId, errors: ['notFound', 'blueprintHasDevices', 'blueprintInRouting'] },
  'blueprints.preview': {
    params: blueprintId,
    body: z.object({ map: blueprints.blueprint.shape.map }),
    response: blueprints.preview,
    errors: ['notFound'],
  },
  'blueprints.listLibraryItems': { params: blueprintId, response: blueprints.nodeItems, errors: ['notFound'] },
  'blueprints.assignLibraryItem': {
    params: blueprintId,
    body: blueprints.assignItem,
    response: blueprints.nodeItems,
    errors: ['notFound', 'itemInNode', 'nodeRequired', 'nodeUnknown', 'unknownLibraryItem', 'versionConflict'],
  },
  'blueprints.removeLibraryItem': {
    params: blueprintId,
    body: blueprints.assignItem,
    response: blueprints.nodeItems,
    errors: ['notFound', 'itemNotInNode', 'nodeRequired', 'nodeUnknown', 'versionConflict'],
  },
  'blueprints.evaluate': {
    params: blueprintId,
    query: blueprints.evaluateQuery,
    response: blueprints.evaluation,
    errors: ['notFound'],
  },
  'blueprints.versions': { params: blueprintId, response: blueprints.versions, errors: ['notFound'] },
  'blueprints.version': { params: versionOf, response: blueprints.oneVersion, errors: ['notFound'] },
  'blueprints.restore': {
    params: versionOf,
    response: blueprints.blueprint,
    errors: ['notFound', 'invalidMap', 'versionConflict'],
  },
  'blueprints.activity': {
    params: blueprintId,
    query: blueprints.activityQuery,
    response: blueprints.activity,
    errors: ['notFound'],
  },
  'groupBlueprints.list': {
    params: z.object({ groupId: id }),
    response: blueprints.groupBlueprints,
  },
  'routing.get': { response: blueprints.routing },
  'routing.save': {
    body: blueprints.saveRouting,
    response: blueprints.routing,
    errors: ['invalidMap', 'versionConflict'],
  },
  'routing.activity': { query: blueprints.activityQuery, response: blueprints.activity },
} as const satisfies { readonly [Id in keyof typeof productRoutes]: Shape };
