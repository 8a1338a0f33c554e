import type { Device, DeviceDraft } from '../../ports/product-devices.ts';
import type { SqlValue } from '../database.ts';
import { keyOf, searchOf } from './keys.ts';

/** What rules read. */
export type FactRow = {
  readonly no: number;
  readonly id: string;
  readonly name: string;
  readonly serial_number: string | null;
  readonly asset_tag: string | null;
  readonly family: string | null;
  readonly model: string | null;
  readonly os_version: string | null;
  readonly chip_type: string | null;
  readonly supervised: number | null;
  readonly enrollment_type: string | null;
  readonly file_vault: number | null;
  readonly tags: string;
  readonly user_integration_no: number | null;
  readonly user_ord: number | null;
  readonly blueprint_no: number | null;
};

export type DeviceRow = FactRow & {
  readonly wanted_user: string | null;
  readonly created: string;
  readonly updated: string;
};

export type ListedDeviceRow = DeviceRow & {
  readonly user_id: string | null;
  readonly user_name: string | null;
  readonly user_email: string | null;
  readonly user_archived: number | null;
  readonly blueprint_id: string | null;
  readonly blueprint_name: string | null;
};

export const factColumnNames = `d.no, d.id, d.name, d.serial_number, d.asset_tag, d.family, d.model, d.os_version, d.chip_type,
  d.supervised, d.enrollment_type, d.file_vault, d.tags, d.user_integration_no, d.user_ord, d.blueprint_no`;
export const deviceColumns = `${factColumnNames}, d.wanted_user, d.created, d.updated`;

export const listedDevices = `select ${deviceColumns}, p.id as user_id, p.name as user_name, p.email as user_email,
    p.archived as user_archived, b.id as blueprint_id, b.name as blueprint_name
  from device d
  left join person p on p.integration_no = d.user_integration_no and p.ord = d.user_ord
  left join blueprint b on b.tenant_no = d.tenant_no and b.no = d.blueprint_no`;

const flag = (value: number | null) => (value === null ? null : value === 1);
const bit = (value: boolean | null) => (value === null ? null : value ? 1 : 0);

const noTags: readonly string[] = [];

/** Written by `factColumns` only. */
export function tagsIn(text: string): readonly string[] {
  if (text === '[]') return noTags;
  const tags: readonly string[] = JSON.parse(text);
  return tags;
}

export const factsOf = (row: FactRow): DeviceDraft => ({
  name: row.name,
  serialNumber: row.serial_number,
  assetTag: row.asset_tag,
  family: row.family,
  model: row.model,
  osVersion: row.os_version,
  chipType: row.chip_type,
  supervised: flag(row.supervised),
  enrollmentType: row.enrollment_type,
  fileVault: flag(row.file_vault),
  tags: tagsIn(row.tags),
});

export const deviceOf = (row: ListedDeviceRow): Device => ({
  ...factsOf(row),
  id: row.id,
  no: row.no,
  user:
    row.user_id === null || row.user_integration_no === null
      ? null
      : {
          id: row.user_id,
          name: row.user_name ?? '',
          email: row.user_email,
          integrationNo: row.user_integration_no,
          archived: row.user_archived === 1,
        },
  wantedUser: row.wanted_user,
  blueprint:
    row.blueprint_id === null || row.blueprint_name === null
      ? null
      : { id: row.blueprint_id, name: row.blueprint_name },
  created: row.created,
  updated: row.updated,
});

export const serialKey = (serial: string | null) => keyOf(serial) || null;

/** The columns that hold facts, with their values. */
export const factColumns = (facts: DeviceDraft): readonly (readonly [string, SqlValue])[] => [
  ['name', facts.name],
  ['name_key', keyOf(facts.name)],
  ['serial_number', facts.serialNumber],
  ['serial_key', serialKey(facts.serialNumber)],
  ['asset_tag', facts.assetTag],
  ['family', facts.family],
  ['model', facts.model],
  ['os_version', facts.osVersion],
  ['chip_type', facts.chipType],
  ['supervised', bit(facts.supervised)],
  ['enrollment_type', facts.enrollmentType],
  ['file_vault', bit(facts.fileVault)],
  ['tags', JSON.stringify(facts.tags)],
  ['search', searchOf(facts.name, facts.serialNumber, facts.assetTag, facts.model)],
];
