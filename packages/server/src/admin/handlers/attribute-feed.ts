import type { Response as Shape } from '@rollcall/admin-api';
import { fail, findAttribute, type JsonObject, ok, parsePatchPath, type Result } from '@rollcall/scim';
import type { Integration } from '@rollcall/store';
import { type AttributeSources, personFields } from '../../product/person-fields.ts';
import { type Failure, failure } from '../failure.ts';
import { candidatesOf } from '../feed-candidates.ts';
import type { Handlers, TenantCall } from '../handler.ts';
import { findIntegration } from './integrations.ts';

type Feed = Shape<'integrations.attributeFeed'>;
type Target = Feed['targets'][number]['target'];
type Overrides = { readonly [Field in Target]?: string | null | undefined };

const targets: readonly Target[] = ['name', 'email', 'department', 'jobTitle'];
const standard: Readonly<Record<Target, string>> = {
  name: 'name.formatted, else displayName, else given and family name, else userName',
  email: 'the primary e-mail, else the first, else userName when it is an address',
  department: 'department (enterprise extension)',
  jobTitle: 'title',
};

/** How many of the people received last are looked at. */
const sampleSize = 50;
const shownSamples = 10;

async function receivedPeople(call: TenantCall, integration: Integration) {
  const page = await call.services.people(call.tenant.no).list({
    filter: { integrationNos: [integration.no] },
    sort: { by: 'updatedAt', descending: true },
    limit: sampleSize,
    cursor: null,
  });
  const directory = call.services.directory(call.tenant.no);
  const found: { readonly id: string; readonly userName: string; readonly body: JsonObject }[] = [];
  for (const person of page?.people ?? []) {
    const resource = await directory.resource(integration.no, person.id);
    if (resource) found.push({ id: person.id, userName: person.userName, body: resource.body });
  }
  return found;
}

const sourcesOf = (overrides: Overrides): AttributeSources =>
  Object.fromEntries(
    targets.flatMap((target) => {
      const path = overrides[target];
      return path ? [[target, path]] : [];
    }),
  );

/** `next`: the overrides to show; what is kept now stands beside it. */
async function feedOf(call: TenantCall, integration: Integration, next: AttributeSources): Promise<Feed> {
  const now = integration.settings.attributeSources ?? {};
  const people = await receivedPeople(call, integration);
  const candidates = candidatesOf(people.map((person) => person.body));
  return {
    targets: targets.map((target) => ({
      target,
      standard: standard[target],
      override: next[target] ?? null,
      candidates: candidates.map((candidate) => ({ ...candidate })),
    })),
    samples: people.slice(0, shownSamples).map(({ id, userName, body }) => ({
      id,
      userName,
      current: personFields(body, now),
      preview: personFields(body, next),
    })),
  };
}

function checkPaths(call: TenantCall, overrides: Overrides): Result<AttributeSources, Failure> {
  const type = call.services.server.registry.resourceTypes.find((known) => known.id === 'User');
  for (const target of targets) {
    const text = overrides[target];
    if (!text) continue;
    const path = parsePatchPath(text);
    const known = path.ok && type && findAttribute(type, path.value.attribute);
    if (!known) {
      const detail = `${target}: “${text}” is not the path of an attribute of users.`;
      return fail({ ...failure('invalidRequest', detail), issues: [{ path: `overrides.${target}`, message: detail }] });
    }
  }
  return ok(sourcesOf(overrides));
}

type Ids = `integrations.${'attributeFeed' | 'previewAttributeFeed' | 'setAttributeFeed'}`;

export const attributeFeedHandlers: Handlers<Ids> = {
  async 'integrations.attributeFeed'({ params }, call) {
    const found = await findIntegration(call, params.integrationId);
    return found.ok ? ok(await feedOf(call, found.value, found.value.settings.attributeSources ?? {})) : found;
  },

  async 'integrations.previewAttributeFeed'({ params, body }, call) {
    const found = await findIntegration(call, params.integrationId);
    if (!found.ok) return found;
    const sources = checkPaths(call, body.overrides);
    return sources.ok ? ok(await feedOf(call, found.value, sources.value)) : sources;
  },

  async 'integrations.setAttributeFeed'({ params, body }, call) {
    const found = await findIntegration(call, params.integrationId);
    if (!found.ok) return found;
    const sources = checkPaths(call, body.overrides);
    if (!sources.ok) return sources;
    const { id, name, settings } = found.value;
    const next = { ...settings, attributeSources: sources.value };
    const changed = await call.services.server.control.integrations.update(id, { settings: next });
    if (!changed.ok) return fail(failure('notFound'));
    const states = { before: settings.attributeSources ?? {}, after: sources.value };
    await call.audit({ action: 'update', type: 'integration', id, name, component: 'attributeFeed', ...states });
    return ok(await feedOf(call, changed.value, sources.value));
  },
};
