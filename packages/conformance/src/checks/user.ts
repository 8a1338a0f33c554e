import { type Check, expectStatus, expectThat, firstOf } from '../check.ts';
import { expectError, objectAt } from '../shape.ts';

const userUrn = 'urn:ietf:params:scim:schemas:core:2.0:User';

export const userChecks: readonly Check[] = [
  {
    name: 'a created resource has Location, id and meta',
    section: 'RFC 7644 §3.3',
    sentence:
      'When the service provider successfully creates the new resource, an HTTP response SHALL be returned with HTTP status code 201 (Created). The URI of the created resource SHALL include, in the HTTP "Location" header and the HTTP body, a JSON representation with the attribute "meta.location".',
    level: 'must',
    async run({ createUser }) {
      const { answer } = await createUser();
      const meta = objectAt(answer.body, 'meta');
      return firstOf(
        expectStatus(answer, 201),
        expectThat(answer.header('location') !== null, 'there is no Location header'),
        expectThat(meta.location === answer.header('location'), 'meta.location differs from the Location header'),
        expectThat(meta.resourceType === 'User', 'meta.resourceType is not User'),
      );
    },
  },
  {
    name: 'answers are application/scim+json',
    section: 'RFC 7644 §3.1',
    sentence: 'SCIM resources are JSON; the media type is "application/scim+json".',
    level: 'should',
    async run({ client, createUser }) {
      const { path } = await createUser();
      const type = (await client.send('GET', path)).header('content-type') ?? '';
      return expectThat(type.startsWith('application/scim+json'), `Content-Type is ${type}`);
    },
  },
  {
    name: 'a missing userName is refused',
    section: 'RFC 7643 §4.1.1',
    sentence: 'Each User MUST include a non-empty userName value.',
    level: 'must',
    async run({ client }) {
      return expectError(await client.send('POST', '/Users', { schemas: [userUrn] }), 400, 'invalidValue');
    },
  },
  {
    name: 'a body that is not JSON is 400 invalidSyntax',
    section: 'RFC 7644 §3.12',
    sentence: 'The request body message structure was invalid or did not conform to the request schema.',
    level: 'must',
    async run({ client }) {
      return expectError(await client.send('POST', '/Users', 'not an object'), 400, 'invalidSyntax');
    },
  },
  {
    name: 'PUT ignores read-only attributes',
    section: 'RFC 7644 §3.5.1',
    sentence: 'readOnly: Any values provided SHALL be ignored.',
    level: 'must',
    async run({ client, createUser }) {
      const { path, answer, id } = await createUser();
      const put = await client.send('PUT', path, {
        ...answer.body,
        id: 'another',
        groups: [{ value: 'x' }],
        title: 'Put',
      });
      const read = await client.send('GET', path);
      return firstOf(
        expectStatus(put, 200),
        expectThat(read.body?.id === id, 'the id changed'),
        expectThat(read.body?.title === 'Put', 'the new title is not there'),
      );
    },
  },
  {
    name: 'PUT of what GET returned changes nothing',
    section: 'RFC 7644 §3.5.1',
    sentence: 'HTTP PUT is used to replace a resource’s attributes.',
    level: 'must',
    async run({ client, createUser }) {
      const { path } = await createUser({ nickName: 'Nick', title: 'Engineer' });
      const before = await client.send('GET', path);
      const put = await client.send('PUT', path, before.body ?? {});
      const after = await client.send('GET', path);
      const same = ['userName', 'name', 'emails', 'nickName', 'title', 'active'].every(
        (key) => JSON.stringify(before.body?.[key]) === JSON.stringify(after.body?.[key]),
      );
      return firstOf(expectStatus(put, 200), expectThat(same, 'an attribute changed'));
    },
  },
  {
    name: 'a deleted user is gone',
    section: 'RFC 7644 §3.6',
    sentence:
      'The service provider MUST return a 404 (Not Found) error code for all operations associated with the previously deleted resource.',
    level: 'must',
    async run({ client, createUser }) {
      const { path, answer } = await createUser();
      const removed = await client.send('DELETE', path);
      const filter = encodeURIComponent(`userName eq "${String(answer.body?.userName)}"`);
      const found = await client.send('GET', `/Users?filter=${filter}`);
      return firstOf(
        expectStatus(removed, 204),
        expectThat(removed.text === '', '204 has a body'),
        expectError(await client.send('GET', path), 404),
        expectError(await client.send('PUT', path, answer.body ?? {}), 404),
        expectThat(found.body?.totalResults === 0, 'the deleted user is still found'),
      );
    },
  },
  {
    name: 'attributes narrows the answer, excludedAttributes too',
    section: 'RFC 7644 §3.9',
    sentence:
      'attributes: When specified, the default list of attributes SHALL be overridden, and each resource returned MUST contain the minimum set of resource attributes and any attributes or sub-attributes explicitly requested.',
    level: 'must',
    async run({ client, createUser }) {
      const { path } = await createUser({ title: 'T' });
      const only = await client.send('GET', `${path}?attributes=userName`);
      const without = await client.send('GET', `${path}?excludedAttributes=emails`);
      return firstOf(
        expectThat(only.body?.userName !== undefined && only.body?.id !== undefined, 'userName or id is missing'),
        expectThat(
          only.body?.title === undefined && only.body?.emails === undefined,
          'more is returned than asked for',
        ),
        expectThat(without.body?.emails === undefined && without.body?.title === 'T', 'emails were not left out alone'),
      );
    },
  },
  {
    name: 'a version that is stale is refused',
    section: 'RFC 7644 §3.14',
    sentence:
      'If the service provider supports versioning of resources, … clients can use the HTTP If-Match header to ensure that the update is made to the version that was read.',
    level: 'must',
    async run({ client, createUser }) {
      const config = await client.send('GET', '/ServiceProviderConfig');
      if (objectAt(config.body, 'etag').supported !== true) return { skipped: 'the server does not offer ETags' };
      const { path, answer } = await createUser();
      const first = answer.header('etag') ?? String(objectAt(answer.body, 'meta').version ?? '');
      await client.send('PUT', path, { ...answer.body, title: 'one' });
      const stale = await client.send('PUT', path, { ...answer.body, title: 'two' }, { 'if-match': first });
      return expectStatus(stale, 412);
    },
  },
];
