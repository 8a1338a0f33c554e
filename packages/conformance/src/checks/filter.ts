import { type Check, expectThat, firstOf } from '../check.ts';
import { expectError, expectList, resourcesOf } from '../shape.ts';

const query = (filter: string) => `/Users?filter=${encodeURIComponent(filter)}`;

const operators: Check[] = (
  [
    ['eq', (userName: string) => `userName eq "${userName}"`],
    ['co', (userName: string) => `userName co "${userName.slice(3, -4)}"`],
    ['sw', (userName: string) => `userName sw "${userName.slice(0, -5)}"`],
    ['ew', (userName: string) => `userName ew "${userName.slice(5)}"`],
    ['and', (userName: string) => `userName eq "${userName}" and active eq true`],
    ['or', (userName: string) => `userName eq "${userName}" or userName eq "nobody-at-all"`],
    ['not', (userName: string) => `userName eq "${userName}" and not (active eq false)`],
    ['pr', (userName: string) => `userName eq "${userName}" and title pr`],
    ['value path', (userName: string) => `emails[type eq "work" and value eq "${userName}"]`],
    ['sub-attribute', (userName: string) => `emails.value eq "${userName}"`],
    ['upper-case operators and names', (userName: string) => `USERNAME EQ "${userName}"`],
  ] as const
).map(([name, filter]) => ({
  name: `filter: ${name}`,
  section: 'RFC 7644 §3.4.2.2',
  sentence:
    'Attribute names and attribute operators used in filters are case insensitive. … The operators supported in the expression are listed in Table 3.',
  level: 'must',
  async run({ client, createUser }) {
    const { id, answer } = await createUser({ title: 'Filtered' });
    const found = await client.send('GET', query(filter(String(answer.body?.userName))));
    return firstOf(expectList(found, 1), expectThat(resourcesOf(found)[0]?.id === id, 'another user was found'));
  },
}));

export const filterChecks: readonly Check[] = [
  ...operators,
  {
    name: 'filter: a broken one is 400 invalidFilter',
    section: 'RFC 7644 §3.12',
    sentence:
      'invalidFilter: The specified filter syntax was invalid, or the specified attribute and filter comparison combination is not supported.',
    level: 'must',
    async run({ client }) {
      return expectError(await client.send('GET', query('userName eq')), 400, 'invalidFilter');
    },
  },
  {
    name: 'paging: count=0 tells the total alone',
    section: 'RFC 7644 §3.4.2.4',
    sentence: 'A value of "0" indicates that no resource results are to be returned except for "totalResults".',
    level: 'must',
    async run({ client, createUser }) {
      await createUser();
      const answer = await client.send('GET', '/Users?count=0');
      return firstOf(
        expectList(answer),
        expectThat(resourcesOf(answer).length === 0, 'resources are returned'),
        expectThat(Number(answer.body?.totalResults) > 0, 'totalResults is 0'),
      );
    },
  },
  {
    name: 'paging: pages do not overlap and hold everything',
    section: 'RFC 7644 §3.4.2.4',
    sentence: 'startIndex: The 1-based index of the first query result.',
    level: 'must',
    async run({ client, createUser, unique }) {
      const title = unique('paged');
      for (let i = 0; i < 5; i++) await createUser({ title });
      const filter = encodeURIComponent(`title eq "${title}"`);
      const ids: unknown[] = [];
      for (const start of [1, 3, 5]) {
        const page = await client.send('GET', `/Users?filter=${filter}&startIndex=${start}&count=2`);
        ids.push(...resourcesOf(page).map((user) => user.id));
      }
      return expectThat(
        new Set(ids).size === 5 && ids.length === 5,
        `five users came as ${ids.length}, ${new Set(ids).size} different`,
      );
    },
  },
];
