import { type AssignmentMap, diff, type Problem, rulesOf, validate } from '@rollcall/blueprint';
import { fail, ok, type Result } from '@rollcall/scim';
import type { Blueprint, BlueprintFailure } from '@rollcall/store';
import { knownTo } from '../product/known.ts';
import { mapOf } from '../product/rule-book.ts';
import { type Failure, failure } from './failure.ts';
import type { TenantCall } from './handler.ts';
import { productCall } from './product-call.ts';
import { invalidMap } from './product-explain.ts';

export async function findBlueprint(call: TenantCall, id: string): Promise<Result<Blueprint, Failure>> {
  const found = await productCall(call).store.blueprints.get(id);
  return found ? ok(found) : fail(failure('notFound'));
}

/** A map that says how a device came to what it gets must not be saved half-read. */
export function blueprintFailure(failed: BlueprintFailure): Failure {
  switch (failed.kind) {
    case 'notFound':
      return failure('notFound');
    case 'nameTaken':
      return failure('nameTaken', `A Blueprint is called ${failed.name} already.`);
    case 'versionMismatch':
      return failure('versionConflict', `The present version is ${failed.current}.`);
    case 'hasDevices':
      return failure('blueprintHasDevices', `${failed.devices} devices are in it.`);
    default:
      return failed satisfies never;
  }
}

/** What is wrong with a map that is to replace another. */
export async function problemsOf(
  call: TenantCall,
  map: AssignmentMap,
  before: AssignmentMap,
): Promise<{ readonly problems: readonly Problem[]; readonly vanished: readonly string[] }> {
  const { store, integrations } = productCall(call);
  const known = await knownTo(store, await integrations(), rulesOf(map), rulesOf(before));
  return { problems: validate(map, known), vanished: known.vanished };
}

/** Checks and saves a map as the next version, and says so in activity and audit log. */
export async function saveMap(
  call: TenantCall,
  blueprint: Blueprint,
  expected: number,
  map: AssignmentMap,
  note: string,
): Promise<Result<Blueprint, Failure>> {
  const { store, engine, cause } = productCall(call);
  const before = mapOf(blueprint.map);
  const { problems, vanished } = await problemsOf(call, map, before);
  const invalid = invalidMap(problems);
  if (invalid) return fail(invalid);
  const changes = diff(before, map);
  const saved = await store.blueprints.save(
    blueprint.id,
    expected,
    { map: JSON.stringify(map), vanished, changes: JSON.stringify(changes), actor: call.caller.name, note },
    cause,
  );
  if (!saved.ok) return fail(blueprintFailure(saved.error));
  engine.wake();
  await store.activity.add({
    blueprintNo: blueprint.no,
    at: cause.at,
    kind: 'saved',
    cause: cause.cause,
    actor: call.caller.name,
    detail: JSON.stringify({ version: saved.value.version, note, changes }),
  });
  const name = saved.value.name;
  const after = { version: saved.value.version, changes: JSON.parse(JSON.stringify(changes)) };
  await call.audit({ action: 'update', type: 'blueprint', id: blueprint.id, name, component: 'map', after });
  return saved;
}
