import { Hono } from 'hono';
import { z } from 'zod';
import { invalid } from '../../model/problem.ts';
import { type PushMapping, pushStatus } from '../../model/push-group.ts';
import { addMapping, setMappingActive, unlink } from '../../model/push-groups.ts';
import type { ApiContext } from '../context.ts';
import { found, Refusal, readBody, unwrap } from '../refusal.ts';
import { listResponse } from './http.ts';
import { mappingObject } from './objects.ts';

const createBody = z.object({
  sourceGroupId: z.string(),
  status: z.enum(['ACTIVE', 'INACTIVE']).nullish(),
  targetGroupId: z.string().nullish(),
  targetGroupName: z.string().nullish(),
});

/** `/apps/{id}/group-push/mappings` of Okta's management API. */
export function groupPushRoutes(context: ApiContext): Hono {
  const { org } = context.engine;
  const routes = new Hono();
  const path = '/apps/:id/group-push/mappings' as const;
  const mapping = (appId: string, id: string): PushMapping => {
    const entry = org.pushMappings.get(id);
    return found(entry?.appId === appId ? entry : null, 'GroupPushMapping', id);
  };
  routes.get(path, (c) => {
    const appId = found(org.apps.get(c.req.param('id')), 'AppInstance', c.req.param('id')).id;
    const [status, sourceGroupId] = [c.req.query('status'), c.req.query('sourceGroupId')];
    const matches = (entry: PushMapping) =>
      entry.appId === appId &&
      (!status || pushStatus(entry) === status) &&
      (!sourceGroupId || entry.groupId === sourceGroupId);
    return listResponse(
      c,
      context.origin(),
      org.pushMappings.values(),
      (entry) => mappingObject(context.origin(), entry),
      matches,
    );
  });
  routes.post(path, async (c) => {
    const body = await readBody(c, createBody);
    if (body.targetGroupId && body.targetGroupName) {
      throw new Refusal(
        invalid('Api validation failed: targetGroupId', 'Give targetGroupId or targetGroupName, not both.'),
      );
    }
    const group = found(org.groups.get(body.sourceGroupId), 'UserGroup', body.sourceGroupId);
    // A target by name that is the group's own name is a creation; any other name links.
    const linkName = body.targetGroupName && body.targetGroupName !== group.name ? body.targetGroupName : null;
    const made = unwrap(
      addMapping(org, c.req.param('id'), {
        groupId: group.id,
        mode: linkName !== null || body.targetGroupId ? 'LINK' : 'CREATE',
        linkName: linkName ?? body.targetGroupId ?? null,
        pushMembers: true,
        // The API does not ask back; Okta's own accepts it too.
        acceptConflict: true,
        active: body.status !== 'INACTIVE',
      }),
    );
    if (body.targetGroupId) {
      org.setMapping({ ...made, known: { ...made.known, remoteId: body.targetGroupId } });
    }
    return c.json(mappingObject(context.origin(), mapping(made.appId, made.id)));
  });
  routes.get(`${path}/:mappingId`, (c) =>
    c.json(mappingObject(context.origin(), mapping(c.req.param('id'), c.req.param('mappingId')))),
  );
  routes.patch(`${path}/:mappingId`, async (c) => {
    const { status } = await readBody(c, z.object({ status: z.enum(['ACTIVE', 'INACTIVE']) }));
    const entry = mapping(c.req.param('id'), c.req.param('mappingId'));
    const next = unwrap(setMappingActive(org, entry.appId, entry.id, status === 'ACTIVE'));
    return c.json(mappingObject(context.origin(), next));
  });
  routes.delete(`${path}/:mappingId`, (c) => {
    const entry = mapping(c.req.param('id'), c.req.param('mappingId'));
    unwrap(unlink(org, entry.appId, entry.id, c.req.query('deleteTargetGroup') === 'true'));
    return c.body(null, 204);
  });
  return routes;
}
