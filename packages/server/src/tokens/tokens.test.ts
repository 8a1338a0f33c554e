import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bearerOf } from './authenticator.ts';
import { coalesced } from './coalesced.ts';
import { RateLimiter } from './rate-limit.ts';
import { freshToken, hashToken, isToken, sameHash } from './token-format.ts';

test('a token has its prefix, 256 random bits and a checksum, and only its hash is kept', () => {
  const { text, hash, fingerprint } = freshToken('scim');
  expect(text).toMatch(/^rc_[0-9A-Za-z]{49}$/);
  expect(hash).toBe(hashToken(text));
  expect(text.startsWith(fingerprint)).toBe(true);
  expect(fingerprint).toHaveLength(9);
  expect(isToken(text, 'scim')).toBe(true);
  expect(isToken(text, 'oauth', 'api')).toBe(false);
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

test('a shared read serves everyone that came before it began, and nobody that came later', async () => {
  let value = 0;
  const gates: (() => void)[] = [];
  const read = coalesced(async () => {
    const seen = value;
    await new Promise<void>((resolve) => gates.push(resolve));
    return seen;
  });
  const first = read();
  value = 1;
  const later = [read(), read(), read()];
  gates.shift()?.();
  expect(await first).toBe(0);
  await new Promise((resolve) => setTimeout(resolve, 1));
  gates.shift()?.();
  expect(await Promise.all(later)).toEqual([1, 1, 1]);
  expect(gates).toHaveLength(0);
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
