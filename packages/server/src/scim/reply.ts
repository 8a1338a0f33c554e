import { renderError, type ScimError } from '@rollcall/scim';
import type { RequestDetail } from '@rollcall/store';

export const mediaType = 'application/scim+json';

/** What a handler answers; the edge sends it and logs it. */
export interface Reply {
  readonly status: number;
  /** JSON text; null for an answer without a body. */
  readonly body: string | null;
  /** Name, value, name, value …: as `writeHead` takes them quickest. */
  readonly headers: readonly string[];
  /** For the request log. */
  readonly note?: ReplyNote;
}

export interface ReplyNote {
  readonly ignored?: readonly string[];
  readonly changed?: readonly string[];
  readonly resourceType?: string;
  readonly resourceId?: string;
  readonly cause?: string;
}

const noHeaders: readonly string[] = [];

export const replied = (
  status: number,
  body: string | null,
  headers: readonly string[] = noHeaders,
  note?: ReplyNote,
): Reply => (note === undefined ? { status, body, headers } : { status, body, headers, note });

export const refusal = (error: ScimError, headers: readonly string[] = noHeaders, note?: ReplyNote): Reply =>
  replied(error.status, renderError(error), headers, {
    ...(error.scimType === undefined ? {} : { cause: error.scimType }),
    ...note,
  });

export const withNote = (reply: Reply, note: ReplyNote): Reply => ({ ...reply, note: { ...reply.note, ...note } });

export const detailOf = (
  note: ReplyNote | undefined,
  bodies: Pick<RequestDetail, 'requestBody' | 'responseBody'>,
): RequestDetail => ({
  ...bodies,
  ignored: note?.ignored ?? [],
  changed: note?.changed ?? [],
  resourceType: note?.resourceType ?? null,
  resourceId: note?.resourceId ?? null,
  cause: note?.cause ?? null,
});
