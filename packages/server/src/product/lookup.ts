import { type Evaluation, evaluate, type GroupRef, type Routed, route, type Subject } from '@rollcall/blueprint';
import type { Blueprint, Device, Integration, Person, ProductStore } from '@rollcall/store';
import { emptyRoutingText, groupStateOf, routingOf } from './group-care.ts';
import { itemOf, mapOf } from './rule-book.ts';
import { userSubject } from './subjects.ts';

async function groupRefs(
  store: ProductStore,
  integrations: readonly Integration[],
  person: Person,
): Promise<readonly GroupRef[]> {
  const integrationId = integrations.find(({ no }) => no === person.integrationNo)?.id ?? '';
  return (await store.people.groupsOf(person)).map(({ id, name }) => ({ integrationId, groupId: id, name }));
}

/** A user as rules see them, with all their groups; the device is left blank. */
export async function personSubject(
  store: ProductStore,
  integrations: readonly Integration[],
  person: Person,
): Promise<Subject> {
  return userSubject(person, person.more, await groupRefs(store, integrations, person));
}

/** A device as rules see it, with all groups of its user: for explanations, which name them. */
export async function deviceSubject(
  store: ProductStore,
  integrations: readonly Integration[],
  device: Device,
): Promise<Subject> {
  const facts = { ...device, blueprintId: device.blueprint?.id ?? null };
  const person = device.user ? await store.people.get(device.user.id) : null;
  if (!person) return { device: facts, user: null, groups: [] };
  return { ...(await personSubject(store, integrations, person)), device: facts };
}

export async function explain(store: ProductStore, blueprint: Blueprint, subject: Subject): Promise<Evaluation> {
  const items = (await store.library.list()).map(itemOf);
  return evaluate(mapOf(blueprint.map), subject, items, new Set(blueprint.vanished));
}

/** Which blueprint Blueprint Routing gives a device. */
export async function routeDevice(
  store: ProductStore,
  integrations: readonly Integration[],
  subject: Subject,
): Promise<Routed> {
  const routing = routingOf((await store.routing(emptyRoutingText).get()).routing);
  const { vanished } = await groupStateOf(
    store,
    integrations,
    routing.routes.flatMap((entry) => entry.rules),
  );
  return route(routing, subject, new Set(vanished.map((ref) => `${ref.integrationId}/${ref.groupId}`)));
}
