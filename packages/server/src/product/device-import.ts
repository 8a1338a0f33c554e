import { setImmediate as nextTurn } from 'node:timers/promises';
import { fold } from '@rollcall/blueprint';
import type { Cause, DeviceImport, DeviceOwner, Integration, ProductStore } from '@rollcall/store';
import { type CsvDevice, type CsvFile, readCsv } from './csv-devices.ts';
import { blankDevice } from './device-facts.ts';
import { enroll } from './enrollment.ts';

const MAX_ERRORS = 1_000;
const RECORD_EVERY = 100;

export interface PreviewLine {
  readonly device: CsvDevice;
  readonly action: 'create' | 'update' | 'error';
  readonly userState: 'none' | 'found' | 'awaited';
  readonly messages: readonly string[];
}

/** What each line would do. Nothing is changed. */
export async function previewImport(store: ProductStore, file: CsvFile): Promise<readonly PreviewLine[]> {
  const blueprints = await blueprintIds(store);
  const lines: PreviewLine[] = [];
  for (const device of file.devices) {
    const known = await store.devices.bySerial(device.facts.serialNumber ?? '');
    const messages = [...device.errors, ...blueprintError(device, blueprints)];
    const user = device.user ? await store.personNamed(device.user) : null;
    lines.push({
      device,
      action: messages.length > 0 ? 'error' : known ? 'update' : 'create',
      userState: !device.user ? 'none' : user ? 'found' : 'awaited',
      messages,
    });
    if (lines.length % RECORD_EVERY === 0) await nextTurn();
  }
  return lines;
}

const blueprintIds = async (store: ProductStore): Promise<ReadonlyMap<string, string>> =>
  new Map((await store.blueprints.list()).flatMap(({ id, name }) => [[fold(name), id] as const, [id, id] as const]));

const blueprintError = ({ blueprint }: CsvDevice, known: ReadonlyMap<string, string>): readonly string[] =>
  blueprint && !known.has(fold(blueprint)) ? [`There is no Blueprint "${blueprint}".`] : [];

/** Runs an import to its end. Lines may be done twice after a restart, which changes nothing. */
export async function runImport(
  store: ProductStore,
  integrations: readonly Integration[],
  started: DeviceImport,
  signal: AbortSignal,
  progressed: () => void,
): Promise<void> {
  const file = readCsv((await store.imports.lines(started.id)) ?? '');
  const devices = file.ok ? file.value.devices : [];
  const blueprints = await blueprintIds(store);
  let now = started;
  for (const device of devices.slice(started.done)) {
    if (signal.aborted) return;
    const cause: Cause = { cause: `import:${started.id}`, at: new Date().toISOString() };
    now = counted(now, device, await importLine(store, integrations, device, blueprints, cause));
    if (now.done % RECORD_EVERY === 0) {
      await store.imports.record(now);
      progressed();
      await nextTurn();
    }
  }
  await store.imports.record({ ...now, state: 'done', finished: new Date().toISOString() });
  progressed();
}

type Done = 'created' | 'updated' | { readonly error: string };

function counted(now: DeviceImport, { line }: CsvDevice, done: Done): DeviceImport {
  const next = { ...now, done: now.done + 1 };
  if (done === 'created') return { ...next, createdDevices: now.createdDevices + 1 };
  if (done === 'updated') return { ...next, updatedDevices: now.updatedDevices + 1 };
  if (now.errors.length >= MAX_ERRORS) return next;
  return { ...next, errors: [...now.errors, { line, message: done.error }] };
}

async function importLine(
  store: ProductStore,
  integrations: readonly Integration[],
  device: CsvDevice,
  blueprints: ReadonlyMap<string, string>,
  cause: Cause,
): Promise<Done> {
  const [error] = [...device.errors, ...blueprintError(device, blueprints)];
  if (error !== undefined) return { error };
  const blueprintId = device.blueprint ? blueprints.get(fold(device.blueprint)) : undefined;
  const owner: DeviceOwner | undefined =
    device.user === undefined
      ? undefined
      : device.user === null
        ? { kind: 'none' }
        : { kind: 'wanted', text: device.user };
  const known = await store.devices.bySerial(device.facts.serialNumber ?? '');
  const result = known
    ? await store.devices.update(
        known.id,
        { facts: device.facts, ...(owner ? { owner } : {}), ...(blueprintId ? { blueprintId } : {}) },
        cause,
      )
    : await enroll(
        store,
        integrations,
        { facts: { ...blankDevice, ...device.facts }, owner: owner ?? { kind: 'none' }, blueprintId },
        cause,
      );
  if (!result.ok) return { error: `Refused: ${result.error.kind}.` };
  return known ? 'updated' : 'created';
}
