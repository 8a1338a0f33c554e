import type { Request } from '@rollcall/admin-api';
import { fail, ok, type Result } from '@rollcall/scim';
import type { DeviceChange, DeviceDraft, DeviceFailure, DeviceOwner, DeviceSort } from '@rollcall/store';
import { blankDevice, givenFacts } from '../product/device-facts.ts';
import { enroll } from '../product/enrollment.ts';
import { pairsIn } from '../product/evaluator.ts';
import { deviceSubject, explain } from '../product/lookup.ts';
import type { Engine } from '../product/product-engine.ts';
import { failure } from './failure.ts';
import type { Handlers, IdsOf } from './handler.ts';
import { deviceFailure, deviceShape, fileShape, integrationRefs, namer, productCall } from './product-call.ts';
import type { DeviceImportIds } from './product-device-imports.ts';
import { decisionsShape, droppedShape } from './product-explain.ts';

type Body = NonNullable<Request<'devices.update'>['body']>;

const sorts: Readonly<Record<string, DeviceSort>> = {
  device_name: 'name',
  serial_number: 'serialNumber',
  updated_at: 'updated',
  created_at: 'created',
};

/** The facts that a body gives; what is blank counts as none. */
function factsIn(body: Body): Partial<DeviceDraft> {
  const text = (value: string | null | undefined) => (value === '' ? null : value);
  return givenFacts({
    name: body.device_name,
    serialNumber: text(body.serial_number),
    assetTag: text(body.asset_tag),
    family: body.device_family,
    model: text(body.model),
    osVersion: text(body.os_version),
    chipType: body.chip_type,
    supervised: body.supervised,
    enrollmentType: body.enrollment_type,
    fileVault: body.filevault_enabled,
    tags: body.tags,
  });
}

function ownerIn(body: { readonly user?: string | null | undefined; readonly user_name?: string | null | undefined }) {
  if (body.user !== undefined) return body.user === null ? none : ({ kind: 'person', id: body.user } as const);
  if (body.user_name === undefined) return undefined;
  return body.user_name ? ({ kind: 'wanted', text: body.user_name } as const) : none;
}
const none: DeviceOwner = { kind: 'none' };

/** A user whom the directory took in a moment ago may not be known here yet. */
async function onceKnown<T>(
  engine: Engine,
  write: () => Promise<Result<T, DeviceFailure>>,
): Promise<Result<T, DeviceFailure>> {
  const first = await write();
  if (first.ok || first.error.kind !== 'unknownUser') return first;
  await engine.settled(2_000);
  return write();
}

/** The URL of another page of the list that was asked for. */
function pageUrl(request: globalThis.Request, offset: number): string {
  const url = new URL(request.url);
  url.searchParams.set('offset', String(offset));
  return url.href;
}

export const deviceHandlers: Handlers<Exclude<IdsOf<'devices' | 'deviceResults' | 'tags'>, DeviceImportIds>> = {
  async 'devices.list'({ query }, call) {
    const { store, integrations } = productCall(call);
    const { devices, total } = await store.devices.list({
      filter: {
        ...(query.search === undefined ? {} : { search: query.search }),
        ...(query.serial_number === undefined ? {} : { serialNumber: query.serial_number }),
        ...(query.device_family === undefined ? {} : { family: query.device_family }),
        ...(query.blueprint_id === undefined ? {} : { blueprintId: query.blueprint_id }),
        ...(query.user_id === undefined ? {} : { userId: query.user_id }),
        ...(query.tag === undefined ? {} : { tag: query.tag }),
        ...(query.assigned === undefined ? {} : { assigned: query.assigned === 'true' }),
        ...(query.ids === undefined ? {} : { ids: query.ids }),
      },
      sort: { by: sorts[query.sort.replace('-', '')] ?? 'name', descending: query.sort.startsWith('-') },
      limit: query.limit,
      offset: query.offset,
    });
    const refOf = integrationRefs(await integrations());
    const after = query.offset + query.limit;
    return ok({
      count: total,
      next: after < total ? pageUrl(call.request, after) : null,
      previous: query.offset > 0 ? pageUrl(call.request, Math.max(0, query.offset - query.limit)) : null,
      results: devices.map((device) => deviceShape(device, refOf)),
    });
  },

  async 'devices.create'({ body }, call) {
    const { store, engine, integrations, cause } = productCall(call);
    const known = await integrations();
    const facts = { ...blankDevice, ...factsIn(body) };
    const device = { facts, owner: ownerIn(body) ?? none, blueprintId: body.blueprint_id };
    const made = await onceKnown(engine, () => enroll(store, known, device, cause));
    if (!made.ok) return fail(deviceFailure(made.error));
    engine.wake();
    const shape = deviceShape(made.value, integrationRefs(known));
    await call.audit({ action: 'create', type: 'device', id: made.value.id, name: made.value.name, after: shape });
    return ok(shape);
  },

  async 'devices.get'({ params }, call) {
    const { store, integrations } = productCall(call);
    const device = await store.devices.get(params.deviceId);
    return device ? ok(deviceShape(device, integrationRefs(await integrations()))) : fail(failure('notFound'));
  },

  async 'devices.update'({ params, body }, call) {
    const { store, engine, integrations, cause } = productCall(call);
    const before = await store.devices.get(params.deviceId);
    if (!before) return fail(failure('notFound'));
    const owner = ownerIn(body);
    const change: DeviceChange = {
      facts: factsIn(body),
      ...(owner === undefined ? {} : { owner }),
      ...(body.blueprint_id === undefined ? {} : { blueprintId: body.blueprint_id }),
    };
    const changed = await onceKnown(engine, () => store.devices.update(params.deviceId, change, cause));
    if (!changed.ok) return fail(deviceFailure(changed.error));
    engine.wake();
    const refOf = integrationRefs(await integrations());
    const shape = deviceShape(changed.value, refOf);
    const was = deviceShape(before, refOf);
    await call.audit({
      action: 'update',
      type: 'device',
      id: before.id,
      name: shape.device_name,
      before: was,
      after: shape,
    });
    return ok(shape);
  },

  async 'devices.delete'({ params }, call) {
    const { store, engine, cause } = productCall(call);
    const before = await store.devices.get(params.deviceId);
    if (!before || !(await store.devices.remove(params.deviceId, cause))) return fail(failure('notFound'));
    engine.wake();
    await call.audit({ action: 'delete', type: 'device', id: before.id, name: before.name });
    return ok(undefined);
  },

  async 'devices.bulkUpdate'({ body }, call) {
    const { store, engine, cause } = productCall(call);
    const owner = ownerIn(body);
    const change: DeviceChange = {
      ...(owner === undefined ? {} : { owner }),
      ...(body.blueprint_id === undefined ? {} : { blueprintId: body.blueprint_id }),
    };
    const ids = [...new Set(body.device_ids)];
    const done = await store.devices.updateMany(ids, change, cause, {
      add: body.add_tags ?? [],
      remove: body.remove_tags ?? [],
    });
    if (!done.ok) return fail(deviceFailure(done.error));
    engine.wake();
    const updated = ids.length - done.value.length;
    await call.audit({
      action: 'update',
      type: 'device',
      id: ids[0] ?? '',
      name: `${updated} devices`,
      after: JSON.parse(JSON.stringify({ ...body, device_ids: ids.slice(0, 100) })),
    });
    return ok({ updated, missing: [...done.value] });
  },

  async 'devices.libraryItems'({ params }, call) {
    const { store, integrations } = productCall(call);
    const device = await store.devices.get(params.deviceId);
    if (!device) return fail(failure('notFound'));
    const [kept] = await store.results.results([device.no]);
    const blueprint = device.blueprint ? await store.blueprints.get(device.blueprint.id) : null;
    const why = blueprint
      ? await explain(store, blueprint, await deviceSubject(store, await integrations(), device))
      : null;
    const items = await store.library.list();
    const byId = new Map(items.map((item) => [item.id, item]));
    const paths = new Map(why?.items.map((item) => [item.itemId, item.path]));
    return ok({
      device_id: device.id,
      blueprint: device.blueprint,
      pending: await store.results.isDirty(device.no),
      seq: kept?.seq ?? 0,
      changed_at: kept?.changed ?? null,
      library_items: pairsIn(kept?.items ?? '[]').map(([id, nodeId]) => {
        const item = byId.get(id);
        return {
          id,
          name: item?.name ?? 'Removed item',
          kind: item?.kind ?? ('setting' as const),
          version: item?.version ?? null,
          assignment_node_id: nodeId,
          file: fileShape(item),
          reference: item?.reference ?? null,
          path: [...(paths.get(id) ?? [])],
        };
      }),
      dropped: droppedShape(why?.dropped ?? [], namer(items)),
      decisions: decisionsShape(why?.decisions ?? []),
    });
  },

  async 'deviceResults.list'({ query }, call) {
    const { store } = productCall(call);
    const results = await store.results.since(query.after, query.limit);
    const ids = new Map((await store.blueprints.list()).map(({ no, id }) => [no, id]));
    return ok({
      results: results.map((result) => ({
        seq: result.seq,
        device_id: result.deviceId,
        removed: result.removed,
        blueprint_id: result.blueprintNo === null ? null : (ids.get(result.blueprintNo) ?? null),
        library_items: pairsIn(result.items).map(([id, nodeId]) => ({ id, assignment_node_id: nodeId })),
        changed_at: result.changed,
      })),
      next: results.at(-1)?.seq ?? query.after,
    });
  },

  async 'tags.list'(_, call) {
    const tags = await productCall(call).store.devices.tags();
    return ok({ results: tags.map(({ id, name, devices }) => ({ id, name, device_count: devices })) });
  },
};
