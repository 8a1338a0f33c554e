import { randomFillSync } from 'node:crypto';

const POOL = new Uint8Array(4096);
const RANDOM_BYTES = 10;
const HEX = Array.from({ length: 256 }, (_, n) => n.toString(16).padStart(2, '0'));
let used = POOL.length;

function random(): number {
  if (used >= POOL.length) {
    randomFillSync(POOL);
    used = 0;
  }
  return POOL[used++] ?? 0;
}

/** A UUID of version 7 (RFC 9562 §5.7): ids made one after the other lie beside each other in the index. */
export function newResourceId(nowMs: number): string {
  const time = Math.floor(nowMs).toString(16).padStart(12, '0');
  const bytes = Array.from({ length: RANDOM_BYTES }, random);
  const hex = (at: number, and = 0xff, or = 0): string => HEX[((bytes[at] ?? 0) & and) | or] ?? '';
  const rest = hex(4) + hex(5) + hex(6) + hex(7) + hex(8) + hex(9);
  return `${time.slice(0, 8)}-${time.slice(8)}-${hex(0, 0x0f, 0x70)}${hex(1)}-${hex(2, 0x3f, 0x80)}${hex(3)}-${rest}`;
}
