import { isJsonObject, type JsonObject, type JsonValue } from '@rollcall/scim';
import type { Answer } from '@rollcall/scim-client';
import { expectThat, type Finding, firstOf } from './check.ts';

export const errorUrn = 'urn:ietf:params:scim:api:messages:2.0:Error';
export const listUrn = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';

const includes = (value: JsonValue | undefined, wanted: string): boolean =>
  Array.isArray(value) && value.includes(wanted);

/** RFC 7644 §3.12: schemas, and the status as a string. */
export const expectError = (answer: Answer, status: number, scimType?: string): Finding =>
  firstOf(
    expectThat(answer.status === status, `expected ${status}, got ${answer.status}: ${answer.text.slice(0, 160)}`),
    expectThat(answer.body !== null, 'the error is not a JSON object'),
    expectThat(includes(answer.body?.schemas, errorUrn), `the error's schemas do not name ${errorUrn}`),
    expectThat(answer.body?.status === String(status), `the error's status is not the string "${status}"`),
    expectThat(scimType === undefined || answer.body?.scimType === scimType, `scimType is not ${scimType}`),
  );

export const expectList = (answer: Answer, total?: number): Finding =>
  firstOf(
    expectThat(answer.status === 200, `expected 200, got ${answer.status}: ${answer.text.slice(0, 160)}`),
    expectThat(includes(answer.body?.schemas, listUrn), `schemas do not name ${listUrn}`),
    expectThat(Number.isInteger(answer.body?.totalResults), 'totalResults is not a JSON integer'),
    expectThat(
      total === undefined || answer.body?.totalResults === total,
      `totalResults is ${answer.body?.totalResults}, not ${total}`,
    ),
  );

export const resourcesOf = (answer: Answer): JsonObject[] => {
  const list = answer.body?.Resources;
  return (Array.isArray(list) ? list : []).filter(isJsonObject);
};

export const objectAt = (value: JsonObject | null, name: string): JsonObject => {
  const inner = value?.[name];
  return isJsonObject(inner) ? inner : {};
};

export const listAt = (value: JsonObject | null, name: string): JsonObject[] => {
  const inner = value?.[name];
  return (Array.isArray(inner) ? inner : []).filter(isJsonObject);
};
