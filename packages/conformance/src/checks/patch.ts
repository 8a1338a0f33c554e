import type { JsonObject } from '@rollcall/scim';
import type { Answer, ScimClient } from '@rollcall/scim-client';
import { type Check, expectStatus, expectThat, type Finding, firstOf } from '../check.ts';
import { expectError, listAt, objectAt } from '../shape.ts';

const patchUrn = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
const enterpriseUrn = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const patch = (client: ScimClient, path: string, ...Operations: readonly JsonObject[]) =>
  client.send('PATCH', path, { schemas: [patchUrn], Operations });

interface PatchCase {
  readonly name: string;
  readonly sentence: string;
  readonly level?: Check['level'];
  readonly operations: readonly JsonObject[];
  look(user: Answer): Finding;
}

const cases: readonly PatchCase[] = [
  {
    name: 'replace with a path',
    sentence: 'If the "path" parameter is specified, the target location is replaced.',
    operations: [{ op: 'replace', path: 'title', value: 'Patched' }],
    look: ({ body }) => expectThat(body?.title === 'Patched', 'the title is not there'),
  },
  {
    name: 'replace without a path (Okta: active)',
    sentence:
      'If the "path" parameter is omitted, the target is assumed to be the resource itself. In this case, the "value" attribute SHALL contain a list of one or more attributes that are to be replaced.',
    operations: [{ op: 'replace', value: { active: false } }],
    look: ({ body }) => expectThat(body?.active === false, 'the user is still active'),
  },
  {
    name: 'a sub-attribute leaves its siblings alone',
    sentence:
      'If the target location specifies a complex attribute, a set of sub-attributes SHALL be specified in the "value" parameter that replaces any existing values or adds where an attribute did not previously exist. Sub-attributes that are not specified SHALL be left unchanged.',
    operations: [{ op: 'replace', path: 'name.familyName', value: 'Changed' }],
    look: ({ body }) => {
      const name = objectAt(body, 'name');
      return expectThat(name.familyName === 'Changed' && name.givenName === 'Check', 'the name is not as it should be');
    },
  },
  {
    name: 'a value filter in a path',
    sentence:
      'If the target location is a multi-valued attribute for which a value selection filter has been supplied that matches one or more values of the multi-valued attribute, then all matching record values SHALL be replaced.',
    operations: [{ op: 'replace', path: 'emails[type eq "work"].value', value: 'patched@example.com' }],
    look: ({ body }) =>
      expectThat(
        listAt(body, 'emails').some((email) => email.value === 'patched@example.com'),
        'the e-mail is not there',
      ),
  },
  {
    name: 'remove',
    sentence:
      'The "remove" operation removes the value at the target location specified by the required attribute "path".',
    operations: [
      { op: 'add', path: 'nickName', value: 'Nick' },
      { op: 'remove', path: 'nickName' },
    ],
    look: ({ body }) => expectThat(body?.nickName === undefined, 'the nickname is still there'),
  },
  {
    name: 'an extension attribute by its URN',
    sentence: 'Paths of extension attributes are prefixed by the schema URN and a colon.',
    operations: [{ op: 'add', path: `${enterpriseUrn}:department`, value: 'R&D' }],
    look: ({ body }) => expectThat(objectAt(body, enterpriseUrn).department === 'R&D', 'the department is not there'),
  },
  {
    name: 'capitalised operations (Entra)',
    sentence: 'Microsoft Entra ID sends "Add", "Replace" and "Remove".',
    level: 'client',
    operations: [{ op: 'Replace', path: 'title', value: 'Entra' }],
    look: ({ body }) => expectThat(body?.title === 'Entra', 'the title is not there'),
  },
  {
    name: 'booleans as text (Entra)',
    sentence: 'Microsoft Entra ID sends booleans as "True" and "False".',
    level: 'client',
    operations: [{ op: 'Replace', path: 'active', value: 'False' }],
    look: ({ body }) => expectThat(body?.active === false, 'the user is still active'),
  },
  {
    name: 'adding to an element that is not there (Entra)',
    sentence: 'Microsoft Entra ID adds at phoneNumbers[type eq "mobile"].value where there is no such element.',
    level: 'client',
    operations: [{ op: 'Add', path: 'phoneNumbers[type eq "mobile"].value', value: '+1 555 0100' }],
    look: ({ body }) =>
      expectThat(
        listAt(body, 'phoneNumbers').some((phone) => phone.value === '+1 555 0100'),
        'the number is not there',
      ),
  },
  {
    name: 'dotted keys without a path (Entra)',
    sentence: 'With aadOptscim062020 Entra groups changes in one path-less replace with dotted keys.',
    level: 'client',
    operations: [{ op: 'replace', value: { 'name.givenName': 'Dotted', [`${enterpriseUrn}:division`]: 'D' } }],
    look: ({ body }) =>
      expectThat(
        objectAt(body, 'name').givenName === 'Dotted' && objectAt(body, enterpriseUrn).division === 'D',
        'a value is not there',
      ),
  },
];

export const patchChecks: readonly Check[] = [
  ...cases.map(
    (entry): Check => ({
      name: `PATCH: ${entry.name}`,
      section: 'RFC 7644 §3.5.2',
      sentence: entry.sentence,
      level: entry.level ?? 'must',
      async run({ client, createUser }) {
        const { path } = await createUser();
        const answer = await patch(client, path, ...entry.operations);
        return firstOf(expectStatus(answer, 200, 204), entry.look(await client.send('GET', path)));
      },
    }),
  ),
  {
    name: 'PATCH: all operations or none',
    section: 'RFC 7644 §3.5.2',
    sentence:
      'Each PATCH operation represents a single action to be applied to the same SCIM resource. … If a single operation encounters an error condition, the original SCIM resource MUST be restored, and a failure status SHALL be returned.',
    level: 'must',
    async run({ client, createUser }) {
      const { path } = await createUser({ title: 'Before' });
      const answer = await patch(
        client,
        path,
        { op: 'replace', path: 'title', value: 'After' },
        { op: 'replace', path: 'id', value: 'another' },
      );
      const { body } = await client.send('GET', path);
      return firstOf(
        expectThat(answer.status >= 400 && answer.status < 500, `a change of id was answered ${answer.status}`),
        expectThat(body?.title === 'Before', 'the first operation was kept'),
      );
    },
  },
  {
    name: 'PATCH: remove without a path is 400 noTarget',
    section: 'RFC 7644 §3.5.2.2',
    sentence:
      'If "path" is unspecified, the operation fails with HTTP status code 400 and a "scimType" error code of "noTarget".',
    level: 'must',
    async run({ client, createUser }) {
      const { path } = await createUser();
      return expectError(await patch(client, path, { op: 'remove' }), 400, 'noTarget');
    },
  },
];
