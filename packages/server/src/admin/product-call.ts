import type { Device, DeviceFailure, Integration, LibraryItem, ProductStore } from '@rollcall/store';
import { productOf } from '../product/plugin.ts';
import type { Engine } from '../product/product-engine.ts';
import { type Failure, failure } from './failure.ts';
import type { TenantCall } from './handler.ts';

/** What the endpoints of devices and blueprints work with. */
export interface ProductCall {
  readonly store: ProductStore;
  readonly engine: Engine;
  /** Those of the tenant, deleted ones too. */
  integrations(): Promise<readonly Integration[]>;
  /** What this request causes. */
  readonly cause: { readonly cause: string; readonly at: string };
}

export function productCall(call: TenantCall): ProductCall {
  const { server } = call.services;
  const engine = productOf(server);
  return {
    engine,
    store: engine.store(call.tenant.no),
    integrations: () => server.control.integrations.list(call.tenant.id, { deleted: true }),
    cause: { cause: `request:${call.info.requestId}`, at: new Date().toISOString() },
  };
}

export function deviceFailure(failed: DeviceFailure): Failure {
  switch (failed.kind) {
    case 'notFound':
      return failure('notFound');
    case 'serialTaken':
      return failure('serialTaken', `Another device has the serial number ${failed.serialNumber}.`);
    case 'unknownUser':
      return failure('unknownUser');
    case 'unknownBlueprint':
      return failure('unknownBlueprint');
    default:
      return failed satisfies never;
  }
}

export const integrationRefs = (integrations: readonly Integration[]) => {
  const byNo = new Map(integrations.map((integration) => [integration.no, integration]));
  return (no: number) => {
    const found = byNo.get(no);
    return { id: found?.id ?? '00000000-0000-0000-0000-000000000000', name: found?.name ?? 'deleted' };
  };
};

export const deviceShape = (device: Device, refOf: (no: number) => { readonly id: string; readonly name: string }) => ({
  device_id: device.id,
  device_name: device.name,
  serial_number: device.serialNumber,
  asset_tag: device.assetTag,
  device_family: device.family,
  model: device.model,
  os_version: device.osVersion,
  chip_type: device.chipType,
  supervised: device.supervised,
  enrollment_type: device.enrollmentType,
  filevault_enabled: device.fileVault,
  tags: [...device.tags],
  user: device.user && {
    id: device.user.id,
    name: device.user.name,
    email: device.user.email,
    is_archived: device.user.archived,
    integration: refOf(device.user.integrationNo),
  },
  awaited_user: device.wantedUser,
  blueprint_id: device.blueprint?.id ?? null,
  blueprint_name: device.blueprint?.name ?? null,
  created_at: device.created,
  updated_at: device.updated,
});

const fileUrl = (itemId: string) => `/api/v1/library-items/${itemId}/file`;

export const fileShape = (item: LibraryItem | undefined) =>
  item?.file ? { name: item.file.name, size: item.file.size, sha256: item.file.sha256, url: fileUrl(item.id) } : null;

export const itemShape = (item: LibraryItem) => ({
  id: item.id,
  name: item.name,
  kind: item.kind,
  platforms: [...item.platforms],
  version: item.version,
  description: item.description,
  active: item.active,
  conflict_key: item.conflictKey,
  reference: item.reference,
  file: item.file && {
    name: item.file.name,
    type: item.file.type,
    size: item.file.size,
    sha256: item.file.sha256,
    url: fileUrl(item.id),
  },
  created_at: item.created,
  updated_at: item.updated,
});

/** What is shown of an item that may be gone by now. */
export const namer = (items: readonly LibraryItem[]) => {
  const byId = new Map(items.map((item) => [item.id, item]));
  return (id: string): string => byId.get(id)?.name ?? 'Removed item';
};
