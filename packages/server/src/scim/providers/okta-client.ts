import type { Answer } from '../../testing/test-server.ts';
import { type Client, enterpriseUrn, groupUrn, patchUrn, userUrn } from '../tests/each-database.ts';

/** Requests as Okta's SCIM client sends them: these headers, this order of keys, these query strings. */
export class OktaClient {
  readonly #client: Client;

  constructor(client: Client) {
    this.#client = client;
  }

  get(path: string): Promise<Answer> {
    return this.#send('GET', path);
  }

  write(method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<Answer> {
    return this.#send(method, path, body);
  }

  findUser(userName: string): Promise<Answer> {
    return this.get(`/Users?filter=userName%20eq%20%22${encodeURIComponent(userName)}%22&startIndex=1&count=100`);
  }

  findGroup(displayName: string): Promise<Answer> {
    return this.get(
      `/Groups?filter=displayName%20eq%20%22${encodeURIComponent(displayName)}%22&startIndex=1&count=100`,
    );
  }

  #send(method: string, path: string, body?: unknown): Promise<Answer> {
    const raw = body === undefined ? undefined : JSON.stringify(body);
    return this.#client.server.send(method, `/api/v1/scim${path}`, {
      ...(raw === undefined ? {} : { raw }),
      headers: {
        accept: 'application/scim+json',
        'accept-charset': 'utf-8',
        'accept-encoding': 'gzip,deflate',
        authorization: `Bearer ${this.#client.token}`,
        'user-agent': 'Okta SCIM Client 1.0.0',
        ...(raw === undefined ? {} : { 'content-type': 'application/scim+json; charset=utf-8' }),
      },
    });
  }
}

/** Okta's create body. */
export const oktaUser = (login: string, more: object = {}): object => ({
  schemas: [userUrn, enterpriseUrn],
  userName: login,
  name: { givenName: 'Isaac', familyName: 'Brock' },
  emails: [{ primary: true, value: login, type: 'work' }],
  displayName: 'Isaac Brock',
  locale: 'en-US',
  externalId: `00u${login.length}abcDEF`,
  groups: [],
  password: '1mz050nq',
  active: true,
  [enterpriseUrn]: { department: 'Sales', employeeNumber: '12' },
  ...more,
});

export const oktaGroup = (displayName: string, members: readonly string[]): object => ({
  schemas: [groupUrn],
  displayName,
  members: members.map((value) => ({ value, display: null })),
});

export const oktaPatch = (...Operations: readonly object[]): object => ({ schemas: [patchUrn], Operations });
