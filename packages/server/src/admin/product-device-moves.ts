import { fail, ok } from '@rollcall/scim';
import { failure } from './failure.ts';
import type { Handlers, IdsOf } from './handler.ts';
import { integrationRefs, productCall } from './product-call.ts';

/** Devices of people who were archived, and the new records of the same people. */
export const deviceMoveHandlers: Handlers<IdsOf<'deviceMoves'>> = {
  async 'deviceMoves.list'({ query }, call) {
    const { store, integrations } = productCall(call);
    const known = await integrations();
    const refOf = integrationRefs(known);
    const integrationNo = known.find(({ id }) => id === query.integration_id)?.no;
    if (query.integration_id !== undefined && integrationNo === undefined) return ok({ results: [] });
    const moves = await store.moves.proposals({
      ...(query.user_id === undefined ? {} : { personId: query.user_id }),
      ...(integrationNo === undefined ? {} : { integrationNo }),
    });
    const side = ({ id, name, email, integrationNo: no }: (typeof moves)[number]['from']) => ({
      id,
      name,
      email,
      integration: refOf(no),
    });
    return ok({
      results: moves.map((move) => ({
        from: side(move.from),
        to: side(move.to),
        matched_by: move.by,
        devices: move.devices,
      })),
    });
  },

  async 'deviceMoves.run'({ body }, call) {
    const { store, engine, integrations, cause } = productCall(call);
    let pairs: readonly { readonly from: string; readonly to: string }[];
    if ('moves' in body) pairs = body.moves;
    else {
      const integrationNo = (await integrations()).find(({ id }) => id === body.integration_id)?.no;
      if (integrationNo === undefined) return fail(failure('notFound'));
      pairs = (await store.moves.proposals({ integrationNo })).map(({ from, to }) => ({ from: from.id, to: to.id }));
    }
    let devices = 0;
    for (const { from, to } of pairs) {
      const moved = await store.moves.move(from, to, cause);
      if (moved === null) return fail(failure('unknownUser', `Devices can’t be moved from ${from} to ${to}.`));
      devices += moved;
      await call.audit({
        action: 'update',
        type: 'user',
        id: to,
        name: `${moved} devices`,
        component: 'devices',
        before: { from },
      });
    }
    engine.wake();
    return ok({ people: pairs.length, devices });
  },
};
