/** The pieces of work that the tables measure, and what is wanted of each. */
import { Connection, requestBytes } from './load/http-client.ts';
import type { Target, Work } from './load/work.ts';
import { person } from './load/work.ts';
import type { Seeded } from './seed.ts';

export interface Measure {
  readonly name: string;
  readonly work: Work;
  readonly connections: number;
  /** Wanted share of the ceiling's rate. */
  readonly wanted: number;
  readonly write: boolean;
}

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

const sample = (count: number, make: (n: number) => string): readonly string[] =>
  Array.from({ length: Math.min(count, 10_000) }, (_, i) => make(Math.floor((i * count) / Math.min(count, 10_000))));

let nextPerson = 5_000_000;

/** Every run creates people whom no run has created before. */
export function createWork(): Work {
  nextPerson += 200_000;
  return { kind: 'create', from: nextPerson };
}

export function measures(seeded: Seeded): readonly Measure[] {
  const { count, userIds } = seeded;
  const ids = sample(count, (n) => userIds[n] ?? '');
  const filter = (name: string, attribute: string, value: (n: number) => string): Measure => ({
    name: `\`filter=${name} eq\``,
    work: { kind: 'filter', attribute, values: sample(count, value) },
    connections: 16,
    wanted: 0.45,
    write: false,
  });
  return [
    { name: '`GET /Users/{id}`', work: { kind: 'get', ids }, connections: 16, wanted: 0.5, write: false },
    filter('userName', 'userName', (n) => String(person(n).userName)),
    filter('externalId', 'externalId', (n) => String(person(n).externalId)),
    filter('emails.value', 'emails.value', (n) => String(person(n).userName)),
    filter('employeeNumber', `${ENTERPRISE}:employeeNumber`, (n) => `E${n}`),
    {
      name: 'list of 100, 1 connection',
      work: { kind: 'path', paths: ['/Users?startIndex=1&count=100'] },
      connections: 1,
      wanted: 0.4,
      write: false,
    },
    { name: '`POST /Users`', work: createWork(), connections: 16, wanted: 1, write: true },
    {
      name: '`PUT /Users/{id}`',
      work: { kind: 'replace', ids: userIds.slice(0, Math.min(count, 10_000)), from: 0 },
      connections: 16,
      wanted: 0.8,
      write: true,
    },
    {
      name: '`PATCH` one member into a group of 10',
      work: { kind: 'changeMember', group: seeded.smallGroup, ids: userIds.slice(10) },
      connections: 16,
      wanted: 0.8,
      write: true,
    },
  ];
}

/** The cursor of the page at `share` of the way through a listing of 100 a page, found by walking there. */
export async function deepCursor(target: Target, share: number, count: number): Promise<string> {
  const connection = await Connection.open(target.port);
  let cursor = '';
  for (let page = 0; page < (count * share) / 100; page++) {
    const answer = await connection.send(
      requestBytes('GET', `${target.base}/Users?count=100&cursor=${cursor}`, target.token),
      true,
    );
    const next = (JSON.parse(answer.body?.toString() ?? '{}') as { nextCursor?: string }).nextCursor;
    if (next === undefined) throw new Error(`no further page after ${page}: ${answer.body?.toString().slice(0, 200)}`);
    cursor = next;
  }
  connection.close();
  return cursor;
}
