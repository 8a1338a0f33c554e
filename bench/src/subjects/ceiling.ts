/**
 * (b) The ceiling: `node:http` + `node:sqlite` on a directory that Rollcall has filled, with no validation, sign-in, schema, log or tenant.
 * Reads are answered from the kept text by key; each write is one durable transaction of the same rows that Rollcall writes.
 * Started with: the database file, the integration's number.
 */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';

const [file = '', integration = '1'] = process.argv.slice(2);
const no = Number(integration);
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

const db = new DatabaseSync(file);
db.exec(
  'pragma journal_mode = wal; pragma synchronous = full; pragma cache_size = -65536; pragma mmap_size = 0; pragma busy_timeout = 5000',
);
type Row = Record<string, SQLInputValue>;
const all = (sql: string) => {
  const statement = db.prepare(sql);
  return (...params: SQLInputValue[]) => statement.all(...params) as Row[];
};
const run = (sql: string) => {
  const statement = db.prepare(sql);
  return (...params: SQLInputValue[]) => statement.run(...params);
};

const byId = all('select ord, body, version from resource where integration_no = ? and id = ?');
const byKey = all("select body from resource where integration_no = ? and type = 'User' and unique_key = ?");
const byIndex = all(
  'select r.body from attribute_index i join resource r on r.integration_no = i.integration_no and r.ord = i.ord where i.integration_no = ? and i.attr = ? and i.value = ? limit 100',
);
const firstPage = all("select body from resource where integration_no = ? and type = 'User' order by ord limit 100");
const names = new Map(
  (db.prepare('select no, name from attribute_name').all() as { no: number; name: string }[]).map((row) => [
    row.name,
    row.no,
  ]),
);
const begin = run('begin immediate');
const commit = run('commit');
const sequence = all('select seq from integration where no = ?');
const counted = run('update integration set seq = ?, users = users + ?, last_write = ? where no = ?');
const insertResource = run(
  `insert into resource (integration_no, ord, type, id, unique_key, version, created, modified, active, member_count, external_id, display, body, search)
   values (?, ?, 'User', ?, ?, 1, ?, ?, 1, 0, ?, ?, ?, ?)`,
);
const updateResource = run(
  'update resource set version = version + 1, modified = ?, body = ?, search = ? where integration_no = ? and ord = ?',
);
const touchGroup = run(
  'update resource set version = version + 1, modified = ?, member_count = member_count + ? where integration_no = ? and ord = ?',
);
const insertIndex = run('insert into attribute_index (integration_no, attr, value, ord) values (?, ?, ?, ?)');
const deleteIndex = run('delete from attribute_index where integration_no = ? and attr = ? and value = ? and ord = ?');
const insertMember = run('insert or ignore into member (integration_no, group_ord, member_ord) values (?, ?, ?)');
const deleteMember = run('delete from member where integration_no = ? and group_ord = ? and member_ord = ?');
const insertLog = run(
  `insert into change_log (integration_no, seq, at, action, type, resource_ord, resource_id, version, request_id, actor_type, actor_id, changes, document)
   values (?, ?, ?, ?, ?, ?, ?, ?, ?, 'scim', 'bench', ?, null)`,
);

const LIST = '{"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],"totalResults":';
const list = (rows: readonly Row[]) =>
  `${LIST}${rows.length},"startIndex":1,"itemsPerPage":${rows.length},"Resources":[${rows.map((row) => row.body).join(',')}]}`;

function send(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'application/scim+json', 'content-length': Buffer.byteLength(text) });
  response.end(text);
}

type User = Record<string, unknown> & { userName: string; displayName: string; title: string; externalId: string };

/** The index rows that Rollcall keeps for such a user. */
function indexRows(user: User): [number, string][] {
  const enterprise = user[ENTERPRISE] as { employeeNumber: string; department: string };
  const rows: [string, string][] = [
    ['externalId', user.externalId],
    ['displayName', user.displayName.toLowerCase()],
    ['emails.value', user.userName],
    ['name.familyName', (user.name as { familyName: string }).familyName.toLowerCase()],
    ['title', user.title.toLowerCase()],
    [`${ENTERPRISE}:department`, enterprise.department.toLowerCase()],
    [`${ENTERPRISE}:employeeNumber`, enterprise.employeeNumber.toLowerCase()],
  ];
  return rows.flatMap(([name, value]) => {
    const attr = names.get(`User:${name}`);
    return attr === undefined ? [] : [[attr, value] as [number, string]];
  });
}

function transaction<T>(work: (seq: number, now: string) => T): T {
  begin();
  const seq = Number(sequence(no)[0]?.seq ?? 0) + 1;
  const result = work(seq, new Date().toISOString());
  commit();
  return result;
}

function create(body: string): string {
  const user = JSON.parse(body) as User;
  const id = randomUUID();
  transaction((seq, now) => {
    insertResource(no, seq, id, user.userName, now, now, user.externalId, user.displayName, body, body);
    for (const [attr, value] of indexRows(user)) insertIndex(no, attr, value, seq);
    insertLog(no, seq, now, 'create', 'User', seq, id, 1, randomUUID(), null);
    counted(seq, 1, now, no);
  });
  return body;
}

function replace(id: string, body: string): string {
  const user = JSON.parse(body) as User;
  transaction((seq, now) => {
    const row = byId(no, id)[0];
    const before = JSON.parse(String(row?.body)) as User;
    const ord = Number(row?.ord);
    const attr = names.get('User:title') ?? 0;
    updateResource(now, body, body, no, ord);
    deleteIndex(no, attr, before.title.toLowerCase(), ord);
    insertIndex(no, attr, user.title.toLowerCase(), ord);
    insertLog(no, seq, now, 'update', 'User', ord, id, Number(row?.version) + 1, randomUUID(), '[{"path":"title"}]');
    counted(seq, 0, now, no);
  });
  return body;
}

function changeMember(groupId: string, body: string): string {
  const patch = JSON.parse(body) as { Operations: { path: string; value?: { value: string }[] }[] };
  const operation = patch.Operations[0];
  const added = operation?.value?.[0]?.value;
  const memberId = added ?? /"(.*)"/.exec(operation?.path ?? '')?.[1] ?? '';
  let text = '';
  transaction((seq, now) => {
    const group = byId(no, groupId)[0];
    const member = byId(no, memberId)[0];
    text = String(group?.body);
    const change = added === undefined ? deleteMember : insertMember;
    change(no, Number(group?.ord), Number(member?.ord));
    touchGroup(now, added === undefined ? -1 : 1, no, Number(group?.ord));
    const changes = JSON.stringify([{ path: 'members', [added === undefined ? 'removed' : 'added']: [memberId] }]);
    insertLog(
      no,
      seq,
      now,
      'update',
      'Group',
      Number(group?.ord),
      groupId,
      Number(group?.version) + 1,
      randomUUID(),
      changes,
    );
    counted(seq, 0, now, no);
  });
  return text;
}

function read(url: string): string {
  const query = url.indexOf('?');
  if (query === -1) return String(byId(no, url.slice(url.lastIndexOf('/') + 1))[0]?.body);
  const filter = /filter=([^&]+)/.exec(url)?.[1];
  if (filter === undefined) return list(firstPage(no));
  const [, path = '', value = ''] = /^(\S+) eq "(.*)"$/.exec(decodeURIComponent(filter)) ?? [];
  return list(
    path === 'userName'
      ? byKey(no, value)
      : byIndex(no, names.get(`User:${path}`) ?? 0, path === 'externalId' ? value : value.toLowerCase()),
  );
}

function answer(request: IncomingMessage, response: ServerResponse): void {
  const url = request.url ?? '';
  if (request.method === 'GET') {
    send(response, 200, read(url));
    return;
  }
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const body = Buffer.concat(chunks).toString();
    const id = url.slice(url.lastIndexOf('/') + 1);
    if (request.method === 'POST') send(response, 201, create(body));
    else if (request.method === 'PUT') send(response, 200, replace(id, body));
    else send(response, 200, changeMember(id, body));
  });
}

const server = createServer(answer);
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as { port: number }).port }));
