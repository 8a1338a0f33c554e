import type { Response as Shape } from '@rollcall/admin-api';
import { ok } from '@rollcall/scim';
import type { Handlers } from '../handler.ts';
import { type HintInput, hintsFrom, idsOfInterest } from '../hints.ts';
import { currentToken } from '../integration-status.ts';
import { detailsOf, findIntegration } from './integrations.ts';

type Step = Shape<'integrations.guide'>['checklist'][number];

const weekMs = 7 * 86_400_000;
const requestLimit = 300;

export const guideHandlers: Handlers<'integrations.guide'> = {
  async 'integrations.guide'({ params }, call) {
    const found = await findIntegration(call, params.integrationId);
    if (!found.ok) return found;
    const integration = found.value;
    const { services, tenant } = call;
    const history = services.history(tenant.no);
    const scope = { tenantNo: tenant.no, integrationNos: [integration.no] };
    const [contact] = await services.server.requestLog.list({ ...scope, statuses: ['2xx'], after: 0, limit: 1 });
    const firsts = await services.milestones.of(history, integration.no);
    const connected: Step = {
      step: 'connectionTested',
      done: contact !== undefined || firsts.has('user'),
      at: contact ? new Date(contact.time).toISOString() : (firsts.get('user')?.at ?? null),
      requestId: contact?.requestId ?? null,
    };
    const step = (name: Step['step'], kind: Parameters<typeof firsts.get>[0]): Step => {
      const event = firsts.get(kind);
      return { step: name, done: event !== undefined, at: event?.at ?? null, requestId: event?.requestId ?? null };
    };

    const from = Date.now() - weekMs;
    const requests = await services.server.requestLog.list({ ...scope, from, limit: requestLimit });
    const people = services.people(tenant.no);
    const mine = { integrationNos: [integration.no] };
    const input: HintInput = {
      requests,
      groups: await history.recentGroups(integration.no, 200),
      names: await services.directory(tenant.no).names(idsOfInterest(requests)),
      people: {
        all: (await people.counts(mine)).all,
        withoutDepartment: (await people.counts({ ...mine, departments: [''] })).all,
      },
      now: Date.now(),
    };
    const tokens = await services.server.control.tokens.list(integration.id);
    const current = currentToken(tokens);
    const rotatedAt = tokens.some((token) => token.rotated !== null) ? (current?.created ?? null) : null;
    const details = await detailsOf(call, integration);
    return ok({
      provider: details.provider,
      scimUrl: details.scimUrls[0] ?? '',
      status: details.status,
      checklist: [
        connected,
        step('firstUser', 'user'),
        step('firstUpdate', 'update'),
        step('firstDeactivation', 'deactivation'),
        step('firstGroup', 'group'),
      ],
      hints: [...hintsFrom(input, rotatedAt)],
    });
  },
};
