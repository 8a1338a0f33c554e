import { databaseNames, startTestServer, type TestServer } from '@rollcall/server/testing';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { assignUser, retryTask, unassignUser, updateApp } from './model/apps.ts';
import { addMember } from './model/groups.ts';
import { addMapping, unlink } from './model/push-groups.ts';
import { lifecycle, updateUser } from './model/users.ts';
import { must, OktaOrg } from './testing/okta-org.ts';

/** The steps of Okta's QA plan that `scenarios/okta-qa-plan.yaml` cannot tell: they need the server's side as well. */
describe.each(databaseNames)('Okta’s QA plan against Rollcall on %s', (database) => {
  let server: TestServer;
  let okta: OktaOrg;
  beforeAll(async () => {
    server = await startTestServer({ database, postgresUrl: inject('postgresUrl') });
    okta = new OktaOrg(server.base, server.token);
  });
  afterAll(async () => {
    okta[Symbol.dispose]();
    await server[Symbol.asyncDispose]();
  });
  const found = async (type: 'Users' | 'Groups', filter: string) => {
    const list = (await server.scim('GET', `/${type}?filter=${encodeURIComponent(filter)}`)).json;
    return list.Resources ?? [];
  };
  const remoteIdOf = (userId: string) => okta.org.appUsers.get(okta.app.id)?.get(userId)?.known.remoteId;
  const change = (more: Parameters<typeof updateApp>[2]) => {
    okta.app = must(updateApp(okta.org, okta.app.id, more));
  };
  const withToken = (token: string) => {
    const { integration } = okta.app;
    if (integration === null) throw new Error('no integration');
    change({ integration: { ...integration, auth: { mode: 'HEADER', token } } });
  };

  test('an existing user is linked and updated, whatever case its name is in; empty values cause no error', async () => {
    const schemas = ['urn:ietf:params:scim:schemas:core:2.0:User'];
    const there = { schemas, userName: 'EXISTING.user@okta.local', title: 'Before', ims: [{ value: 'exi' }] };
    const { id } = (await server.scim('POST', '/Users', there)).json;
    const user = okta.user('Existing', 'User', { title: 'After' });
    must(assignUser(okta.org, okta.app.id, user.id));
    await okta.settle();
    expect(remoteIdOf(user.id)).toBe(id);
    // What the org does not know of stays as it was.
    expect((await server.scim('GET', `/Users/${id}`)).json).toMatchObject({ title: 'After', ims: [{ value: 'exi' }] });
    must(updateUser(okta.org, user.id, { title: '', department: '', city: '' }, 'merge'));
    await okta.settle();
    expect((await server.scim('GET', `/Users/${id}`)).json).not.toHaveProperty('title');
    expect([...okta.org.tasks.values()]).toEqual([]);
  });

  test('reactivation keeps the id', async () => {
    const user = okta.user('Back', 'Again');
    must(assignUser(okta.org, okta.app.id, user.id));
    await okta.settle();
    const id = remoteIdOf(user.id);
    must(lifecycle(okta.org, user.id, 'deactivate'));
    await okta.settle();
    must(lifecycle(okta.org, user.id, 'activate'));
    must(assignUser(okta.org, okta.app.id, user.id));
    await okta.settle();
    const people = await found('Users', 'userName eq "back.again@okta.local"');
    expect(people).toMatchObject([{ id, active: true }]);
  });

  test.each([
    [true, 'Linked with rename'],
    [false, 'There before (false)'],
  ])('a linked group (rename: %s) keeps its id and has the members of the org', async (rename, name) => {
    change({ renameGroups: rename });
    const [user] = okta.org.users.values();
    const schemas = ['urn:ietf:params:scim:schemas:core:2.0:Group'];
    const displayName = `There before (${rename})`;
    const { id } = (await server.scim('POST', '/Groups', { schemas, displayName })).json;
    const group = okta.group(rename ? 'Linked with rename' : 'Linked without');
    must(addMember(okta.org, group.id, user?.id ?? ''));
    const input = { groupId: group.id, pushMembers: true, acceptConflict: false };
    const link = () => must(addMapping(okta.org, okta.app.id, { ...input, mode: 'LINK', linkName: name }));
    const first = must(addMapping(okta.org, okta.app.id, { ...input, mode: 'LINK', linkName: displayName }));
    await okta.settle();
    const members = [{ value: remoteIdOf(user?.id ?? '') }];
    expect((await server.scim('GET', `/Groups/${id}`)).json).toMatchObject({ displayName: name, members });
    // Unlinked and left, it can be linked again.
    must(unlink(okta.org, okta.app.id, first.id, false));
    link();
    await okta.settle();
    expect(await found('Groups', `displayName eq "${name}"`)).toMatchObject([{ id, members }]);
  });

  test('wrong credentials give an error; a newly generated token works after the update', async () => {
    const user = okta.user('After', 'Rotation');
    const { tokens } = server.server.context;
    const rotated = await tokens.rotateToken(server.integrationId, {});
    if (!rotated.ok) throw new Error(rotated.error.kind);
    must(assignUser(okta.org, okta.app.id, user.id));
    await okta.settle();
    const [failed] = okta.org.tasks.values();
    expect(failed).toMatchObject({ state: 'FAILED', error: expect.stringContaining('token') });
    withToken(rotated.value.secret);
    must(retryTask(okta.org, failed?.id ?? ''));
    await okta.settle();
    expect(remoteIdOf(user.id)).toBeTruthy();
    expect([...okta.org.tasks.values()]).toEqual([]);
  });

  test('disabled provisioning sends nothing', async () => {
    const [user] = okta.org.users.values();
    change({ provisioning: 'NONE' });
    const before = okta.engine.reports.exchanges({ limit: 1 }).total;
    must(updateUser(okta.org, user?.id ?? '', { title: 'Nobody hears of it' }, 'merge'));
    must(unassignUser(okta.org, okta.app.id, user?.id ?? ''));
    await okta.settle();
    okta.engine.store.flush();
    expect(okta.engine.reports.exchanges({ limit: 1 }).total).toBe(before);
  });
});
