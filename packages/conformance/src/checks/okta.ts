import { type Check, expectStatus, expectThat, firstOf } from '../check.ts';
import { expectError, expectList, resourcesOf } from '../shape.ts';

/** Okta's published SPEC test, step by step. */
const spec = (name: string, sentence: string, run: Check['run'], level: Check['level'] = 'must'): Check => ({
  name: `Okta SPEC: ${name}`,
  section: 'Okta SPEC test',
  sentence,
  level,
  run,
});

const filterFor = (userName: string) =>
  `/Users?filter=${encodeURIComponent(`userName eq ${JSON.stringify(userName)}`)}`;

export const oktaChecks: readonly Check[] = [
  spec(
    'list one user',
    'Required Test: Test Users endpoint. GET /Users?count=1&startIndex=1 answers 200 with Resources.',
    async ({ client, createUser }) => {
      await createUser();
      const answer = await client.send('GET', '/Users?count=1&startIndex=1');
      const [user] = resourcesOf(answer);
      const complete = user !== undefined && ['id', 'name', 'userName', 'active', 'emails'].every((key) => key in user);
      return firstOf(
        expectList(answer),
        expectThat(
          answer.body?.itemsPerPage === 1 && answer.body?.startIndex === 1,
          'itemsPerPage and startIndex are not the integers 1',
        ),
        expectThat(complete, 'the first user lacks id, name, userName, active or emails'),
      );
    },
  ),
  spec(
    'read a user by id',
    'Required Test: Get Users/{{id}} answers 200 with the same user.',
    async ({ client, createUser }) => {
      const { id, path } = await createUser();
      const answer = await client.send('GET', path);
      return firstOf(expectStatus(answer, 200), expectThat(answer.body?.id === id, 'the id is another one'));
    },
  ),
  spec(
    'an unknown userName finds nobody',
    'Required Test: Test invalid User by username answers 200 with totalResults 0.',
    async ({ client, unique }) => expectList(await client.send('GET', filterFor(unique('nobody'))), 0),
  ),
  spec(
    'an unknown id is a SCIM 404',
    'Required Test: Test invalid User by ID answers 404 with a SCIM error.',
    async ({ client }) => expectError(await client.send('GET', '/Users/00919288221112222'), 404),
  ),
  spec(
    'create as application/json',
    'Required Test: Create Okta user with realistic values answers 201 with the active user.',
    async ({ jsonClient, client, unique, remember }) => {
      const userName = `${unique('Runscope')}@atko.com`;
      const created = await jsonClient.send('POST', '/Users', {
        schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
        userName,
        name: { givenName: 'Runscope', familyName: userName },
        emails: [{ primary: true, value: userName, type: 'work' }],
        displayName: `Runscope ${userName}`,
        locale: 'en-US',
        externalId: unique('00u'),
        groups: [],
        password: '1mz050nq',
        active: true,
      });
      const id = String(created.body?.id ?? '');
      remember(`/Users/${id}`);
      const read = await client.send('GET', `/Users/${id}`);
      return firstOf(
        expectStatus(created, 201),
        expectThat(created.body?.active === true, 'the new user is not active'),
        expectThat(!created.text.includes('1mz050nq'), 'the password is returned'),
        expectStatus(read, 200),
        expectThat(read.body?.userName === userName, 'the user that is read back has another userName'),
      );
    },
  ),
  spec(
    'a second create is 409',
    'Required Test: Expect failure when recreating user with same values: 409.',
    async ({ client, createUser }) => {
      const { answer } = await createUser();
      const { userName, name, emails } = answer.body ?? {};
      const again = await client.send('POST', '/Users', {
        schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
        userName: userName ?? '',
        name: name ?? {},
        emails: emails ?? [],
      });
      return expectError(again, 409);
    },
  ),
  spec(
    'userName is matched in any case',
    'Required Test: Username Case Sensitivity Check answers 200 and finds the user.',
    async ({ client, createUser }) => {
      const { answer } = await createUser();
      return expectList(await client.send('GET', filterFor(String(answer.body?.userName).toUpperCase())), 1);
    },
  ),
  spec(
    'an inactive user is found',
    'The filter on userName finds inactive users too.',
    async ({ client, createUser }) => {
      const { answer } = await createUser({ active: false });
      return expectList(await client.send('GET', filterFor(String(answer.body?.userName))), 1);
    },
  ),
  spec(
    'GET /Groups within 600 ms',
    'Optional Test: Verify Groups endpoint answers 200, in less than 600 ms.',
    async ({ client }) => {
      const started = performance.now();
      const answer = await client.send('GET', '/Groups');
      const took = Math.round(performance.now() - started);
      return firstOf(expectStatus(answer, 200), expectThat(took < 600, `it took ${took} ms`));
    },
  ),
  spec(
    'bad credentials are a SCIM 401',
    'Required Test: Check status 401 with invalid credentials.',
    async ({ stranger }) => expectError(await stranger.send('GET', '/Users?count=1'), 401),
  ),
  ...['ServiceProviderConfig', 'ResourceTypes', 'Schemas'].map((endpoint) =>
    spec(
      `${endpoint} answers and refuses POST`,
      `${endpoint} answers 200 in less than 400 ms and refuses POST with 405.`,
      async ({ client }) => {
        const started = performance.now();
        const answer = await client.send('GET', `/${endpoint}`);
        const took = Math.round(performance.now() - started);
        const posted = await client.send('POST', `/${endpoint}`, {});
        return firstOf(
          expectStatus(answer, 200),
          expectThat(took < 400, `it took ${took} ms`),
          expectStatus(posted, 405),
        );
      },
      'client',
    ),
  ),
];
