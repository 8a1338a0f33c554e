import { type ResourceType, type ScimError, scimError } from '@rollcall/scim';
import type { ListFailure, WriteFailure } from '@rollcall/store';
import { type Reply, refusal } from './reply.ts';

const idsNamed = 20;

/** What the store refused, in words that an administrator can act on (decisions 11 and 12). */
export function failureError(type: ResourceType, id: string | null, failure: WriteFailure): ScimError {
  switch (failure.kind) {
    case 'notFound':
      return notFound(type, id ?? '');
    case 'versionMismatch':
      return scimError(412, `${type.name} ${id ?? ''} was changed since: its version is W/"${failure.current}" now.`);
    case 'conflict': {
      const { attribute, value, existing } = failure;
      const state = existing.active ? '' : ' It is inactive: set “active” to true to use it again.';
      return scimError(
        409,
        `${attribute} “${value}” is in use: ${type.name} ${existing.id} has it.${state}`,
        'uniqueness',
      );
    }
    case 'unknownMembers':
      return scimError(400, unknownMembers(failure.ids), 'invalidValue');
    default:
      return failure satisfies never;
  }
}

const busySeconds = '10';

/** What the store didn't search to the end (decision 21). */
export function listRefusal(failure: ListFailure): Reply {
  switch (failure.kind) {
    case 'tooLong':
      return refusal(
        scimError(
          400,
          'The search took too long and was stopped. Narrow it by an indexed attribute (userName, externalId, emails.value, department …), page with “cursor”, which counts nothing, or have the attribute indexed (ROLLCALL_INDEXED_ATTRIBUTES).',
          'tooMany',
        ),
      );
    case 'busy':
      return refusal(scimError(429, 'Too many wide searches at once: wait for those that run.'), [
        'Retry-After',
        busySeconds,
      ]);
    default:
      return failure satisfies never;
  }
}

function unknownMembers(ids: readonly string[]): string {
  const named = ids.slice(0, idsNamed).join(', ');
  const more = ids.length > idsNamed ? ` and ${ids.length - idsNamed} more` : '';
  return `${ids.length === 1 ? 'One member is' : `${ids.length} members are`} unknown here: ${named}${more}. Push the group again after they are provisioned.`;
}

export const notFound = (type: ResourceType, id: string): ScimError =>
  scimError(404, `There is no ${type.name} with id “${id}”.`);
