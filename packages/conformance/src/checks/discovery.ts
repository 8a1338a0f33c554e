import { type Check, expectStatus, expectThat, firstOf } from '../check.ts';
import { listAt, objectAt, resourcesOf } from '../shape.ts';

export const discoveryChecks: readonly Check[] = [
  {
    name: 'ServiceProviderConfig lists what is supported',
    section: 'RFC 7643 §5',
    sentence: 'SCIM provides a schema for representing the service provider’s configuration.',
    level: 'must',
    async run({ client }) {
      const answer = await client.send('GET', '/ServiceProviderConfig');
      const missing = ['patch', 'bulk', 'filter', 'changePassword', 'sort', 'etag'].filter(
        (name) => typeof objectAt(answer.body, name).supported !== 'boolean',
      );
      return firstOf(
        expectStatus(answer, 200),
        expectThat(missing.length === 0, `"supported" is missing from ${missing.join(', ')}`),
        expectThat(Array.isArray(answer.body?.authenticationSchemes), 'authenticationSchemes is missing'),
      );
    },
  },
  {
    name: 'Schemas describes User and Group',
    section: 'RFC 7644 §4',
    sentence:
      'An HTTP GET to this endpoint is used to retrieve information about resource schemas supported by a SCIM service provider.',
    level: 'must',
    async run({ client }) {
      const answer = await client.send('GET', '/Schemas');
      const ids = resourcesOf(answer).map((schema) => schema.id);
      const wanted = ['urn:ietf:params:scim:schemas:core:2.0:User', 'urn:ietf:params:scim:schemas:core:2.0:Group'];
      const missing = wanted.filter((id) => !ids.includes(id));
      return firstOf(expectStatus(answer, 200), expectThat(missing.length === 0, `missing: ${missing.join(', ')}`));
    },
  },
  {
    name: 'every schema can be read by its id',
    section: 'RFC 7644 §4',
    sentence: 'Individual schema definitions can be returned by appending the schema URI to the /Schemas endpoint.',
    level: 'must',
    async run({ client }) {
      const list = resourcesOf(await client.send('GET', '/Schemas'));
      for (const schema of list) {
        const answer = await client.send('GET', `/Schemas/${String(schema.id)}`);
        if (answer.status !== 200 || answer.body?.id !== schema.id) return `${String(schema.id)}: ${answer.status}`;
        if (listAt(answer.body, 'attributes').length === 0) return `${String(schema.id)} has no attributes`;
      }
      return null;
    },
  },
  {
    name: 'a filter on Schemas is 403',
    section: 'RFC 7644 §4',
    sentence: 'If a "filter" is provided, the service provider SHOULD respond with HTTP status code 403 (Forbidden).',
    level: 'should',
    async run({ client }) {
      return expectStatus(await client.send('GET', '/Schemas?filter=id%20pr'), 403);
    },
  },
  {
    name: 'ResourceTypes names the endpoints',
    section: 'RFC 7644 §4',
    sentence:
      'An HTTP GET to this endpoint is used to discover the types of resources available on a SCIM service provider.',
    level: 'must',
    async run({ client }) {
      const answer = await client.send('GET', '/ResourceTypes');
      const endpoints = resourcesOf(answer).map((type) => type.endpoint);
      return firstOf(
        expectStatus(answer, 200),
        expectThat(endpoints.includes('/Users'), '/Users is not among the endpoints'),
      );
    },
  },
  {
    name: 'an endpoint that does not exist is 404',
    section: 'RFC 7644 §3.12',
    sentence: 'Specified resource (e.g., User) or endpoint does not exist.',
    level: 'must',
    async run({ client }) {
      return expectStatus(await client.send('GET', '/NoSuchThings'), 404);
    },
  },
];
