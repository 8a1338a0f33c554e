import { createHash } from 'node:crypto';

const MAX_LENGTH = 300;
const KEPT_LENGTH = 200;
/** Among texts up to this length, and between one of them and any other, the order is kept. */
export const ORDERED_LENGTH = KEPT_LENGTH - 1;

/**
 * What an index holds for a text. PostgreSQL refuses index entries over 2,700 bytes, so a long text is cut and ends in
 * a hash: equality stays exact, an order among long texts that share 200 characters does not.
 */
export const boundedKey = (text: string): string =>
  text.length <= MAX_LENGTH
    ? text
    : `${text.slice(0, KEPT_LENGTH)}${createHash('sha256').update(text).digest('base64url')}`;
