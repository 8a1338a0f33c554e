import type { PersonMore } from '../../ports/product-directory.ts';
import type { Person } from '../../ports/product-people.ts';
import type { SqlReader } from '../database.ts';
import { withIds } from './people-filter.ts';

export type PersonRow = {
  readonly integration_no: number;
  readonly ord: number;
  readonly id: string;
  readonly user_name: string;
  readonly external_id: string | null;
  readonly name: string;
  readonly email: string | null;
  readonly department: string | null;
  readonly job_title: string | null;
  readonly more: string;
  readonly active: number;
  readonly archived: number;
  readonly deleted: string | null;
  readonly device_count: number;
  readonly created: string;
  readonly updated: string;
};

export const personColumns = `p.integration_no, p.ord, p.id, p.user_name, p.external_id, p.name, p.email, p.department, p.job_title, p.more,
  p.active, p.archived, p.deleted, p.device_count, p.created, p.updated`;

/** Written by the directory model only. */
function moreIn(text: string): PersonMore {
  const more: PersonMore = JSON.parse(text);
  return more;
}

export const personOf = (row: PersonRow): Person => ({
  id: row.id,
  integrationNo: row.integration_no,
  ord: row.ord,
  userName: row.user_name,
  externalId: row.external_id,
  name: row.name,
  email: row.email,
  department: row.department,
  jobTitle: row.job_title,
  more: moreIn(row.more),
  active: row.active === 1,
  archived: row.archived === 1,
  deleted: row.deleted !== null,
  deviceCount: row.device_count,
  createdAt: row.created,
  updatedAt: row.updated,
});

export async function findPerson(reader: SqlReader, tenantNo: number, id: string): Promise<Person | null> {
  const where = withIds(tenantNo, [id]);
  const [row] = await reader.all<PersonRow>(
    `select ${personColumns} from person p where ${where.sql} and p.tenant_no = ?`,
    [...where.params, tenantNo],
  );
  return row ? personOf(row) : null;
}

/** `key` is folded. */
export async function findNamed(reader: SqlReader, tenantNo: number, key: string): Promise<Person | null> {
  if (key === '') return null;
  const order = 'p.deleted is null order by p.archived, p.integration_no, p.ord limit 1';
  const [byEmail] = await reader.all<PersonRow>(
    `select ${personColumns} from person p
     where p.tenant_no = ? and p.archived in (0, 1) and p.email_key = ? and ${order}`,
    [tenantNo, key],
  );
  if (byEmail) return personOf(byEmail);
  const [byUserName] = await reader.all<PersonRow>(
    `select ${personColumns} from resource r join person p on p.integration_no = r.integration_no and p.ord = r.ord
     where r.integration_no in (select no from integration_profile where tenant_no = ? and deleted is null)
       and r.type = 'User' and r.unique_key = ? and ${order}`,
    [tenantNo, key],
  );
  return byUserName ? personOf(byUserName) : null;
}
