import { expect, test } from 'vitest';
import { onEachDatabase } from '../scim/tests/each-database.ts';
import { forgetExpired } from './retention.ts';

const dayMs = 86_400_000;

onEachDatabase('What has expired', (world) => {
  test('a deleted integration is kept for 30 days and then forgotten; others are left alone', async () => {
    const [gone, stays] = [await world.client(), await world.client()];
    await gone.user({ userName: 'gone' });
    await stays.user({ userName: 'stays' });
    const { context } = world.server.server;
    const { no = 0 } = (await context.control.integrations.get(gone.integrationId)) ?? {};
    const { no: other = 0 } = (await context.control.integrations.get(stays.integrationId)) ?? {};
    await context.control.integrations.remove(gone.integrationId);
    const kept = async (integrationNo: number) =>
      (await context.db.read.all('select ord from resource where integration_no = ?', [integrationNo])).length;
    await forgetExpired(context);
    await forgetExpired(context, Date.now() + 29 * dayMs);
    expect(await kept(no)).toBe(1);
    await forgetExpired(context, Date.now() + 31 * dayMs);
    await forgetExpired(context, Date.now() + 31 * dayMs);
    expect(await kept(no)).toBe(0);
    expect(await kept(other)).toBe(1);
    const next = await world.client();
    expect((await context.control.integrations.get(next.integrationId))?.no).toBeGreaterThan(Math.max(no, other));
  });
});
