import { fail, ok, type Result } from '@rollcall/scim';
import type { DeviceImport } from '@rollcall/store';
import { readWithin } from '../http/read-within.ts';
import { type CsvFile, readCsv } from '../product/csv-devices.ts';
import { previewImport } from '../product/device-import.ts';
import { type Failure, failure } from './failure.ts';
import type { Handlers, TenantCall } from './handler.ts';
import { productCall } from './product-call.ts';

const importLimit = 32 * 1_048_576;
const previewLines = 200;

export type DeviceImportIds = 'devices.previewImport' | 'devices.import' | 'devices.getImport';

const importShape = (now: DeviceImport) => ({
  id: now.id,
  state: now.state,
  total: now.total,
  done: now.done,
  created: now.createdDevices,
  updated: now.updatedDevices,
  errors: now.errors.map(({ line, message }) => ({ line, message })),
  started_at: now.created,
  finished_at: now.finished,
});

async function csvIn(call: TenantCall): Promise<Result<{ readonly text: string; readonly file: CsvFile }, Failure>> {
  const body = await readWithin(call.request, importLimit);
  if (body === null) return fail(failure('tooLarge'));
  const text = body.toString();
  const file = readCsv(text);
  return file.ok ? ok({ text, file: file.value }) : fail(failure('invalidCsv', file.error));
}

/** Devices from a CSV file: looked at first, then taken in the background. */
export const deviceImportHandlers: Handlers<DeviceImportIds> = {
  async 'devices.previewImport'(_, call) {
    const csv = await csvIn(call);
    if (!csv.ok) return csv;
    const { file } = csv.value;
    const lines = await previewImport(productCall(call).store, file);
    const count = (action: string) => lines.filter((line) => line.action === action).length;
    const shown = lines.toSorted((a, b) => Number(b.action === 'error') - Number(a.action === 'error'));
    return ok({
      columns: [...file.columns],
      unknown_columns: [...file.unknownColumns],
      total: lines.length,
      creates: count('create'),
      updates: count('update'),
      errors: count('error'),
      lines: shown.slice(0, previewLines).map(({ device, action, userState, messages }) => ({
        line: device.line,
        action,
        device_name: device.facts.name ?? '',
        serial_number: device.facts.serialNumber ?? null,
        user: device.user ?? null,
        user_state: userState,
        messages: [...messages],
      })),
    });
  },

  async 'devices.import'(_, call) {
    const csv = await csvIn(call);
    if (!csv.ok) return csv;
    const { store, engine } = productCall(call);
    const started = await store.imports.start(csv.value.text, csv.value.file.devices.length, call.caller.name);
    engine.wake();
    const name = `${started.total} devices from CSV`;
    await call.audit({ action: 'create', type: 'deviceImport', id: started.id, name });
    return ok(importShape(started));
  },

  async 'devices.getImport'({ params }, call) {
    const found = await productCall(call).store.imports.get(params.importId);
    return found ? ok(importShape(found)) : fail(failure('notFound'));
  },
};
