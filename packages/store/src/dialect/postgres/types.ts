import pg from 'pg';

const BOOL = 16;
const BYTEA = 17;
const NUMBERS = new Set([20, 21, 23, 26, 700, 701, 1700]);

const asNumber = (text: string): number => Number(text);
const asText = (text: string): string => text;
const asBit = (text: string): number => (text === 't' ? 1 : 0);

/** Columns arrive as SQLite has them: numbers, text and bytes. JSON stays text, because it is sent on as text. */
export const columnTypes: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number) => {
    if (NUMBERS.has(oid)) return asNumber;
    if (oid === BOOL) return asBit;
    return oid === BYTEA ? pg.types.getTypeParser(BYTEA) : asText;
  }) as pg.CustomTypesConfig['getTypeParser'],
};
