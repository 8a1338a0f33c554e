import { randomFillSync } from 'node:crypto';

const POOL = new Uint8Array(4096);
const HEX = Array.from({ length: 256 }, (_, n) => n.toString(16).padStart(2, '0'));
const ORD_DIGITS = 10;
let used = POOL.length;

function random(and = 0xff, or = 0): string {
  if (used >= POOL.length) {
    randomFillSync(POOL);
    used = 0;
  }
  return HEX[((POOL[used++] ?? 0) & and) | or] ?? '';
}

/**
 * A UUID of version 7 (RFC 9562 §5.7) whose last ten digits are the resource's `ord`: ids made one after the other lie beside each
 * other in every index, and a resource is found by its id without a look-up in an index of ids.
 */
export function newResourceId(nowMs: number, ord: number): string {
  const time = Math.floor(nowMs).toString(16).padStart(12, '0');
  const tail = ord.toString(16).padStart(ORD_DIGITS, '0');
  if (tail.length > ORD_DIGITS) throw new Error('an integration has run out of sequence numbers');
  const version = random(0x0f, 0x70) + random();
  return `${time.slice(0, 8)}-${time.slice(8)}-${version}-${random(0x3f, 0x80)}${random()}-${random()}${tail}`;
}

const SHAPE = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** The `ord` that an id names; 0, which no resource has, for a text that is none of our ids. What is found there must have the whole id. */
export const ordOfId = (id: string): number => (SHAPE.test(id) ? Number.parseInt(id.slice(-ORD_DIGITS), 16) : 0);
