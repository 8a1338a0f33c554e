import { type Database, migrate, openControlStore, openDatabase } from '@rollcall/store';
import fc from 'fast-check';
import { expect, inject, test } from 'vitest';
import { createLogger } from '../log/logger.ts';
import { testPlace } from '../testing/test-server.ts';
import { Authenticator, bearerOf } from './authenticator.ts';
import { RateLimiter } from './rate-limit.ts';
import { freshToken, hashToken, isToken, sameHash } from './token-format.ts';
import { TokenService } from './token-service.ts';
import { TokenUsage } from './token-usage.ts';

/** One integration with its token, in a database that was empty. */
async function integrationIn(db: Database) {
  await migrate(db);
  const control = openControlStore(db);
  const tenant = await control.tenants.create({ subdomain: 'acme', name: 'Acme' });
  if (!tenant.ok) throw new Error('no tenant');
  const made = await new TokenService(control).createIntegration({ tenantId: tenant.value.id, name: 'Okta' });
  if (!made.ok) throw new Error('no integration');
  return { control, ...made.value.info, secret: made.value.secret };
}

test('a token has its prefix, 256 random bits and a checksum, and only its hash is kept', () => {
  const { text, hash, fingerprint } = freshToken('scim');
  expect(text).toMatch(/^rc_[0-9A-Za-z]{49}$/);
  expect(hash).toBe(hashToken(text));
  expect(text.startsWith(fingerprint)).toBe(true);
  expect(fingerprint).toHaveLength(9);
  expect(isToken(text, 'scim')).toBe(true);
  expect(isToken(text, 'oauth', 'api')).toBe(false);
});

test('every character of a token’s secret is random', () => {
  const secrets = Array.from({ length: 200 }, () => freshToken('scim').text.slice('rc_'.length, -6));
  for (let at = 0; at < 43; at += 1)
    expect(new Set(secrets.map((secret) => secret.charAt(at))).size).toBeGreaterThan(1);
});

test('what is no whole token is refused without the database being asked', async () => {
  await using place = await testPlace('SQLite', inject('postgresUrl'));
  const db = await openDatabase({ url: null, dataDir: place.dataDir });
  await migrate(db);
  const authenticator = new Authenticator(openControlStore(db));
  const { text } = freshToken('scim');
  expect(await authenticator.inquire(`Bearer ${text}`, null).access).toMatchObject({ cause: 'tokenUnknown' });
  await db[Symbol.asyncDispose]();
  for (const wrong of ['rubbish', `${text}x`, text.slice(1)])
    expect(await authenticator.inquire(`Bearer ${wrong}`, null).access).toMatchObject({ cause: 'tokenMalformed' });
  await expect(authenticator.inquire(`Bearer ${text}`, null).access).rejects.toThrow();
});

test('whose a token was is presumed until it was looked up anew, and never on another host', async () => {
  await using place = await testPlace('SQLite', inject('postgresUrl'));
  await using db = await openDatabase({ url: null, dataDir: place.dataDir });
  const { control, integration, token, secret } = await integrationIn(db);
  const authenticator = new Authenticator(control);
  const ask = (subdomain: string | null = null) => authenticator.inquire(`Bearer ${secret}`, subdomain);
  const first = ask();
  expect(first.presumed).toBeNull();
  expect(await first.access).toMatchObject({ kind: 'admitted' });
  const again = ask('acme');
  expect(again.presumed?.tokenId).toBe(token.id);
  // Who read by it may answer: it is the very grant that was presumed.
  expect(await again.access).toMatchObject({ kind: 'admitted' });
  expect((await ask().access) as object).toHaveProperty('grant', again.presumed);
  expect(ask('other').presumed).toBeNull();
  await control.tokens.revoke(integration.id, token.id, new Date().toISOString());
  const late = ask();
  expect(late.presumed).toBe(again.presumed);
  expect(await late.access).toMatchObject({ kind: 'refused', cause: 'tokenRevoked' });
  expect(ask().presumed).toBeNull();
});

test('of the uses of a token the last is written down, of many together', async () => {
  await using place = await testPlace('SQLite', inject('postgresUrl'));
  await using db = await openDatabase({ url: null, dataDir: place.dataDir });
  const { control, integration, token } = await integrationIn(db);
  await using usage = new TokenUsage(control.tokens, createLogger('silent'));
  usage.record(token.id, Date.parse('2026-01-01T10:00:00Z'), 'first');
  usage.record(token.id, Date.parse('2026-01-01T10:00:01Z'), 'second');
  await usage.flush();
  expect(await control.tokens.list(integration.id)).toMatchObject([
    { lastUsed: '2026-01-01T10:00:01.000Z', userAgent: 'second' },
  ]);
});

test('any one mistyped character is caught by the checksum', () => {
  fc.assert(
    fc.property(fc.nat(51), fc.constantFrom(...'0aZ9_-é '), (index, wrong) => {
      const { text } = freshToken('scim');
      fc.pre(text.charAt(index) !== wrong);
      return !isToken(text.slice(0, index) + wrong + text.slice(index + 1), 'scim');
    }),
  );
});

test.each([
  ['Bearer rc_x', 'rc_x'],
  ['bearer  rc_x ', 'rc_x'],
  ['Bearer', null],
  ['Bearer ', null],
  ['Basic cmM6eA==', null],
  [undefined, null],
])('the token in “%s” is %s', (header, token) => {
  expect(bearerOf(header)).toBe(token);
});

test('hashes are compared whole', () => {
  expect(sameHash(hashToken('a'), hashToken('a'))).toBe(true);
  expect(sameHash(hashToken('a'), hashToken('b'))).toBe(false);
  expect(sameHash('a', 'ab')).toBe(false);
});

test('a rate limit lets a second’s worth through, then says in whole seconds when to come back', () => {
  let now = 0;
  const limiter = new RateLimiter(() => now);
  expect([1, 2, 3].map(() => limiter.take('a', 2))).toEqual([0, 0, 1]);
  expect(limiter.take('b', 2)).toBe(0);
  now = 500;
  expect(limiter.take('a', 2)).toBe(0);
  expect(limiter.take('a', 2)).toBe(1);
});
