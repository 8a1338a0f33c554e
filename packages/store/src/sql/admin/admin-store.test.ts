import { describe, expect, inject, test } from 'vitest';
import { testDatabases } from '../../testing/index.ts';
import { openControlStore } from '../control/control-store.ts';
import { migrate } from '../migrations/migrate.ts';
import { openAdminStore } from './admin-store.ts';

describe.each(testDatabases(inject('postgresUrl')))('admin store on $name', (kind) => {
  async function open() {
    const test = await kind.open();
    await migrate(test.db);
    const { tenants } = openControlStore(test.db);
    const [a, b] = [
      await tenants.create({ subdomain: 'a', name: 'A' }),
      await tenants.create({ subdomain: 'b', name: 'B' }),
    ];
    if (!a.ok || !b.ok) throw new Error('no tenants');
    return { test, admin: openAdminStore(test.db), a: a.value.id, b: b.value.id };
  }

  test('a tenant keeps an owner, whatever two people do at once', async () => {
    const { test, admin, a } = await open();
    await using _ = test;
    await admin.memberships.add(a, 'ada', 'owner');
    await admin.memberships.add(a, 'bob', 'owner');
    const both = await Promise.all([
      admin.memberships.setRole(a, 'ada', 'auditor'),
      admin.memberships.remove(a, 'bob'),
    ]);
    expect(both.map((result) => result.ok).sort()).toEqual([false, true]);
    const left = await admin.memberships.ofTenant(a);
    expect(left.filter((member) => member.role === 'owner')).toHaveLength(1);
  });

  test('joining again keeps the role', async () => {
    const { test, admin, a } = await open();
    await using _ = test;
    await admin.memberships.add(a, 'ada', 'owner');
    expect(await admin.memberships.add(a, 'ada', 'auditor')).toMatchObject({ role: 'owner' });
  });

  test('an API token counts until it is revoked or expired, and only its tenant can revoke it', async () => {
    const { test, admin, a, b } = await open();
    await using _ = test;
    const expires = '2030-01-01T00:00:00.000Z';
    const made = await admin.apiTokens.create(a, {
      hash: 'h',
      fingerprint: 'rck_abc',
      name: 'CI',
      role: 'admin',
      createdBy: 'ada',
      expires,
    });
    expect(await admin.apiTokens.byHash('h', '2029-12-31T00:00:00.000Z')).toEqual(made);
    expect(await admin.apiTokens.byHash('h', expires)).toBeNull();
    expect(await admin.apiTokens.revoke(b, made.id)).toMatchObject({ ok: false });
    expect(await admin.apiTokens.revoke(a, made.id)).toMatchObject({ ok: true });
    expect(await admin.apiTokens.byHash('h', '2029-12-31T00:00:00.000Z')).toBeNull();
  });

  test('audit events page in both directions, are searched and stay in their tenant', async () => {
    const { test, admin, a, b } = await open();
    await using _ = test;
    const event = (tenantId: string, targetName: string) => ({
      tenantId,
      action: 'create' as const,
      actorType: 'user',
      actorId: 'ada',
      actorName: 'Ada',
      targetType: 'integration',
      targetId: targetName,
      targetName,
      component: null,
      before: null,
      after: { name: targetName },
      ipAddress: null,
      requestId: null,
    });
    for (const name of ['one', '50%_two', 'three']) await admin.audit.record(event(a, name));
    await admin.audit.record(event(b, 'other'));
    const names = async (query: Parameters<typeof admin.audit.list>[1]) =>
      (await admin.audit.list(a, query)).map((found) => found.targetName);
    expect(await names({ limit: 2 })).toEqual(['three', '50%_two']);
    expect(await names({ limit: 2, fromNo: 2 })).toEqual(['one']);
    expect(await names({ limit: 2, fromNo: 1, ascending: true })).toEqual(['50%_two', 'three']);
    expect(await names({ limit: 9, search: '%_' })).toEqual(['50%_two']);
    expect(await names({ limit: 9, search: 'ADA', actions: ['delete'] })).toEqual([]);
  });
});
