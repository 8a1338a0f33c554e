import { type Choice, chips, enrollmentTypes, families, fold } from '@rollcall/blueprint';
import { fail, ok, type Result } from '@rollcall/scim';
import type { DeviceDraft } from '@rollcall/store';
import { parse } from 'csv-parse/sync';
import { givenFacts } from './device-facts.ts';

type Column = keyof DeviceDraft | 'user' | 'blueprint';

/** What the columns may be called; compared without case, blanks, `_` and `-`. */
const names: Readonly<Record<Column, readonly string[]>> = {
  name: ['devicename', 'name', 'hostname', 'computername'],
  serialNumber: ['serialnumber', 'serial'],
  assetTag: ['assettag', 'asset'],
  family: ['devicefamily', 'family', 'platform', 'type'],
  model: ['model'],
  osVersion: ['osversion', 'os', 'version'],
  chipType: ['chiptype', 'chip', 'processor'],
  supervised: ['supervised', 'supervision', 'issupervised'],
  enrollmentType: ['enrollmenttype', 'enrollment'],
  fileVault: ['filevault', 'filevaultenabled', 'filevaultstatus'],
  tags: ['tags', 'tag'],
  user: ['user', 'username', 'email', 'useremail', 'assigneduser'],
  blueprint: ['blueprint', 'blueprintname'],
};
const columns = Object.keys(names).filter((name): name is Column => Object.hasOwn(names, name));

/** One line of the file. Absent facts stay as they are on a device that exists. */
export interface CsvDevice {
  /** As an editor counts. */
  readonly line: number;
  readonly facts: Partial<DeviceDraft>;
  /** An e-mail or userName; null clears; undefined: the file has no such column. */
  readonly user: string | null | undefined;
  readonly blueprint: string | null | undefined;
  readonly errors: readonly string[];
}

export interface CsvFile {
  readonly columns: readonly string[];
  readonly unknownColumns: readonly string[];
  readonly devices: readonly CsvDevice[];
}

const plain = (header: string) => header.toLowerCase().replace(/[\s_-]/g, '');
const columnOf = (header: string) => columns.find((column) => names[column].includes(plain(header)));

interface Row {
  readonly line: number;
  readonly record: readonly string[];
}

/** Fails with a sentence when the text is no CSV or lacks what a device needs. */
export function readCsv(text: string): Result<CsvFile, string> {
  const rows: Row[] = [];
  try {
    parse(text, {
      bom: true,
      on_record: (record: string[], { lines }) => {
        rows.push({ line: lines, record });
        return record;
      },
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
      delimiter: text.split('\n', 1)[0]?.includes(';') ? ';' : ',',
    });
  } catch (error) {
    return fail(error instanceof Error ? error.message : 'It could not be read.');
  }
  const [header, ...lines] = rows;
  if (!header) return fail('The file is empty.');
  const found = header.record.map(columnOf);
  if (!found.includes('serialNumber')) return fail('There is no column "Serial number".');
  const repeated = found.find((column, i) => column !== undefined && found.indexOf(column) !== i);
  if (repeated) return fail(`Two columns give the ${repeated}.`);
  const devices = lines.map(({ line, record }) => readLine(line, found, record));
  return ok({
    columns: header.record.filter((_, i) => found[i] !== undefined),
    unknownColumns: header.record.filter((name, i) => found[i] === undefined && name !== ''),
    devices: withRepeats(devices),
  });
}

function readLine(line: number, found: readonly (Column | undefined)[], record: readonly string[]): CsvDevice {
  const errors: string[] = [];
  const cells = new Map(found.flatMap((column, i) => (column ? [[column, record[i] ?? ''] as const] : [])));
  const text = (column: Column) => {
    const value = cells.get(column);
    if (value !== undefined && value.length > 200) errors.push(`The ${column} is longer than 200 characters.`);
    return value === undefined ? undefined : value || null;
  };
  const choice = (column: Column, choices: readonly Choice[]) => {
    const value = text(column);
    if (!value) return value === undefined ? undefined : null;
    const key = plain(value);
    const match = choices.find((one) => plain(one.value) === key || plain(one.label) === key);
    if (!match) errors.push(`"${value}" is none of ${choices.map((one) => one.label).join(', ')}.`);
    return match?.value ?? null;
  };
  const flag = (column: Column) => {
    const value = text(column);
    if (!value) return value === undefined ? undefined : null;
    if (yes.has(fold(value))) return true;
    if (!no.has(fold(value))) errors.push(`"${value}" is neither yes nor no.`);
    return false;
  };
  const serialNumber = text('serialNumber');
  const name = text('name') ?? serialNumber ?? undefined;
  if (!serialNumber) errors.push('The serial number is missing.');
  const tags = cells
    .get('tags')
    ?.split(/[,;|]/)
    .map((tag) => tag.trim())
    .filter((tag) => tag !== '');
  const facts = {
    name,
    serialNumber,
    assetTag: text('assetTag'),
    family: choice('family', families),
    model: text('model'),
    osVersion: text('osVersion'),
    chipType: choice('chipType', chips),
    supervised: flag('supervised'),
    enrollmentType: choice('enrollmentType', enrollmentTypes),
    fileVault: flag('fileVault'),
    tags,
  };
  return { line, facts: givenFacts(facts), user: text('user'), blueprint: text('blueprint'), errors };
}

const yes = new Set(['yes', 'true', '1', 'on', 'y', 'supervised', 'enabled']);
const no = new Set(['no', 'false', '0', 'off', 'n', 'not supervised', 'unsupervised', 'disabled']);

function withRepeats(devices: readonly CsvDevice[]): readonly CsvDevice[] {
  const first = new Map<string, number>();
  return devices.map((device) => {
    const serial = fold(device.facts.serialNumber ?? '');
    const earlier = first.get(serial);
    if (serial === '' || earlier === undefined) {
      first.set(serial, device.line);
      return device;
    }
    return { ...device, errors: [...device.errors, `Line ${earlier} has the same serial number.`] };
  });
}
