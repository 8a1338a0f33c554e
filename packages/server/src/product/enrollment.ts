import { noDevice } from '@rollcall/blueprint';
import { ok, type Result } from '@rollcall/scim';
import type { Cause, Device, DeviceFailure, Integration, NewDevice, Person, ProductStore } from '@rollcall/store';
import { personSubject, routeDevice } from './lookup.ts';

/** A new device: without a blueprint of its own, Blueprint Routing picks one, and its activity says which route did. */
export async function enroll(
  store: ProductStore,
  integrations: readonly Integration[],
  device: Omit<NewDevice, 'blueprintId'> & { readonly blueprintId: string | null | undefined },
  cause: Cause,
): Promise<Result<Device, DeviceFailure>> {
  if (device.blueprintId !== undefined)
    return store.devices.create({ ...device, blueprintId: device.blueprintId }, cause);
  const person = await ownerOf(store, device.owner);
  const facts = { ...noDevice(''), ...device.facts };
  const subject = person
    ? { ...(await personSubject(store, integrations, person)), device: facts }
    : { device: facts, user: null, groups: [] };
  const routed = await routeDevice(store, integrations, subject);
  const created = await store.devices.create({ ...device, blueprintId: routed.blueprintId }, cause);
  if (!created.ok) return created;
  await store.activity.add({
    blueprintNo: 0,
    at: cause.at,
    kind: 'routed',
    cause: cause.cause,
    actor: '',
    detail: JSON.stringify({
      deviceId: created.value.id,
      deviceName: created.value.name,
      route: routed.route ? routed.route.label : null,
      blueprintId: routed.blueprintId,
      blueprint: created.value.blueprint?.name ?? null,
    }),
  });
  return ok(created.value);
}

async function ownerOf(store: ProductStore, owner: NewDevice['owner']): Promise<Person | null> {
  if (owner.kind === 'person') return store.people.get(owner.id);
  if (owner.kind === 'none') return null;
  return store.personNamed(owner.text);
}
