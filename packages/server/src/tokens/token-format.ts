/**
 * token    = prefix 43base62 6base62      ; 256 random bits, then their checksum
 * prefix   = "rc_"                        ; SCIM token of an integration
 *          / "rco_"                       ; OAuth access token
 *          / "rcs_"                       ; secret of an OAuth client
 *          / "rck_"                       ; token of the admin API
 *          / "rcl_"                       ; one-time link
 *
 * The prefix lets secret scanners find a leaked token; the checksum (CRC-32 of all before it) refuses a mistyped one
 * before the database is asked. Only the SHA-256 of a token is kept: with 256 random bits a slow hash adds nothing.
 */
import { hash, randomBytes, timingSafeEqual } from 'node:crypto';
import { crc32 } from 'node:zlib';

const tokenPrefixes = { scim: 'rc_', oauth: 'rco_', client: 'rcs_', api: 'rck_', link: 'rcl_' } as const;
export type TokenUse = keyof typeof tokenPrefixes;

const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const secretLength = 43;
const checksumLength = 6;

function base62(value: bigint, length: number): string {
  let text = '';
  for (let rest = value; text.length < length; rest /= 62n) text = digits.charAt(Number(rest % 62n)) + text;
  return text;
}

const checksum = (text: string): string => base62(BigInt(crc32(text)), checksumLength);

/** A fresh token and what may be kept of it. */
export interface FreshToken {
  /** To be shown once. */
  readonly text: string;
  readonly hash: string;
  readonly fingerprint: string;
}

export function freshToken(use: TokenUse): FreshToken {
  const secret = base62(BigInt(`0x${randomBytes(32).toString('hex')}`), secretLength);
  const body = tokenPrefixes[use] + secret;
  const text = body + checksum(body);
  return { text, hash: hashToken(text), fingerprint: text.slice(0, tokenPrefixes[use].length + 6) };
}

/** Whether a text can be a token of that use at all. */
export function isToken(text: string, ...uses: readonly TokenUse[]): boolean {
  const use = uses.find((candidate) => text.startsWith(tokenPrefixes[candidate]));
  if (use === undefined || text.length !== tokenPrefixes[use].length + secretLength + checksumLength) return false;
  const body = text.slice(0, -checksumLength);
  return /^[0-9A-Za-z]+$/.test(body.slice(tokenPrefixes[use].length)) && checksum(body) === text.slice(-checksumLength);
}

/** For what is kept of a text that somebody else wrote, like a query string: of a token its fingerprint is left. */
export const withoutTokens = (text: string): string =>
  text.includes('rc') ? text.replace(/\b(rc[oskl]?_[0-9A-Za-z]{6})[0-9A-Za-z]{20,}/g, '$1…') : text;

export const hashToken = (text: string): string => hash('sha256', text, 'hex');

/** Of two hashes; takes the same time wherever they differ. */
export const sameHash = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
