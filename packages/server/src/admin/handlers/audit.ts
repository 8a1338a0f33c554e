import type { Response as Shape } from '@rollcall/admin-api';
import { fail, ok } from '@rollcall/scim';
import type { AuditAction, AuditEvent, AuditQuery } from '@rollcall/store';
import { csvResponse } from '../csv.ts';
import { failure } from '../failure.ts';
import type { Handlers, IdsOf } from '../handler.ts';
import { publicAuditEvents } from '../public-audit.ts';

type Row = Shape<'audit.list'>['items'][number];

interface GivenFilter {
  readonly id?: string | undefined;
  readonly search?: string | undefined;
  readonly action?: readonly AuditAction[] | undefined;
  readonly targetType?: readonly string[] | undefined;
  readonly actorId?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

const auditQuery = (given: GivenFilter): Omit<AuditQuery, 'limit'> => ({
  ...(given.id === undefined ? {} : { id: given.id }),
  ...(given.search ? { search: given.search } : {}),
  ...(given.action?.length ? { actions: given.action } : {}),
  ...(given.targetType?.length ? { targetTypes: given.targetType } : {}),
  ...(given.actorId === undefined ? {} : { actorId: given.actorId }),
  ...(given.from === undefined ? {} : { from: new Date(given.from).toISOString() }),
  ...(given.to === undefined ? {} : { to: new Date(given.to).toISOString() }),
});

const rowOf = (event: AuditEvent): Row => ({
  id: event.id,
  at: event.at,
  action: event.action,
  actorType: event.actorType,
  actorId: event.actorId,
  actorName: event.actorName,
  targetType: event.targetType,
  targetId: event.targetId,
  targetName: event.targetName,
  component: event.component,
  before: event.before,
  after: event.after,
  ipAddress: event.ipAddress,
  requestId: event.requestId,
});

const exportPage = 1_000;
const csvHeader = [
  'When',
  'Who',
  'Who (type)',
  'Action',
  'What (type)',
  'What',
  'Part',
  'Before',
  'After',
  'Address',
  'Request',
];
const stateText = (state: Row['before']): string | null => (state === null ? null : JSON.stringify(state));

export const auditHandlers: Handlers<IdsOf<'audit' | 'auditEvents'>> = {
  async 'audit.list'({ query }, call) {
    const fromNo = query.cursor === undefined ? undefined : Number(query.cursor);
    if (fromNo !== undefined && !Number.isSafeInteger(fromNo)) return fail(failure('invalidCursor'));
    const events = await call.services.store.audit.list(call.tenant.id, {
      ...auditQuery(query),
      ...(fromNo === undefined ? {} : { fromNo }),
      limit: query.limit + 1,
    });
    const shown = events.slice(0, query.limit);
    const last = shown.at(-1);
    const next = events.length > query.limit && last ? String(last.no) : null;
    return ok({ items: shown.map(rowOf), next, previous: null });
  },

  async 'audit.export'({ query }, call) {
    const filter = auditQuery(query);
    const pages = async function* () {
      for (let fromNo: number | undefined; ; ) {
        const at = fromNo === undefined ? {} : { fromNo };
        const events = await call.services.store.audit.list(call.tenant.id, { ...filter, ...at, limit: exportPage });
        yield events.map((event) => [
          event.at,
          event.actorName,
          event.actorType,
          event.action,
          event.targetType,
          event.targetName,
          event.component,
          stateText(event.before),
          stateText(event.after),
          event.ipAddress,
          event.requestId,
        ]);
        if (events.length < exportPage) return;
        fromNo = events.at(-1)?.no;
      }
    };
    return ok(csvResponse('audit-log.csv', csvHeader, pages(), null));
  },

  async 'auditEvents.list'({ query }, call) {
    const page = await publicAuditEvents(call, query);
    return page ? ok(page) : fail(failure('invalidCursor'));
  },
};
