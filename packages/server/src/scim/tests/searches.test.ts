import { expect, test } from 'vitest';
import { listRefusal } from '../failures.ts';
import { bulkUrn, errorUrn, onEachDatabase, userUrn } from './each-database.ts';

onEachDatabase(
  'searches that no index answers',
  (world) => {
    test('#90 one that takes too long is 400 tooMany with what to do, and what an index answers is served', async () => {
      const c = await world.client();
      for (const part of ['a', 'b']) {
        const Operations = Array.from({ length: 700 }, (_, n) => ({
          method: 'POST',
          path: '/Users',
          bulkId: `${n}`,
          data: { schemas: [userUrn], userName: `${part}${n}`, nickName: `nick ${n}` },
        }));
        expect((await c.post('/Bulk', { schemas: [bulkUrn], Operations })).status).toBe(200);
      }
      const filter = Array.from({ length: 250 }, (_, n) => `nickName co "${n}x"`).join(' or ');
      const slow = await c.post('/Users/.search', {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:SearchRequest'],
        filter,
      });
      expect([slow.status, slow.json]).toEqual([
        400,
        {
          schemas: [errorUrn],
          status: '400',
          scimType: 'tooMany',
          detail: expect.stringMatching(/indexed attribute.*cursor.*ROLLCALL_INDEXED_ATTRIBUTES/),
        },
      ]);
      expect((await c.find('userName eq "b699"')).totalResults).toBe(1);
    });
  },
  { env: { ROLLCALL_SEARCH_MS: '1' } },
);

test('#18 a search for which there is no room is 429 with whole seconds to wait', () => {
  const { status, headers } = listRefusal({ kind: 'busy' });
  expect([status, headers]).toEqual([429, ['Retry-After', '10']]);
});
