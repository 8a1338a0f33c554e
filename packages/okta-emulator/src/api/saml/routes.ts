import { Hono } from 'hono';
import { html, raw } from 'hono/html';
import type { App } from '../../model/app.ts';
import { appTarget, userTarget } from '../../model/org.ts';
import { findUser } from '../../model/users.ts';
import type { ApiContext } from '../context.ts';
import { type LoginRequest, readLoginRequest } from './provider.ts';

type Html = ReturnType<typeof html>;

const style = raw(
  '<style>body{font:16px system-ui,sans-serif;max-width:26rem;margin:12vh auto;padding:0 1rem;color:#1d2433}' +
    'label{display:block;margin:1rem 0 .25rem}input{font:inherit;width:100%;padding:.5rem;box-sizing:border-box}' +
    'button{font:inherit;margin-top:1rem;padding:.5rem 1rem}.note{color:#5a6375;font-size:.875rem}.error{color:#a3151d}</style>',
);
const page = (title: string, content: Html) =>
  html`<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title>${style}</head><body>${content}</body></html>`;

/**
 * Sign-on for the people of the org. There are no passwords to know: this is an emulator, and whoever sits at it chooses
 * whom to be.
 */
export function samlRoutes(context: ApiContext): Hono {
  const { org } = context.engine;
  const routes = new Hono();

  const form = (app: App, request: LoginRequest | null, relayState: string, problem: string | null) =>
    page(
      `Sign in to ${app.label}`,
      html`<h1>Sign in</h1><p>Continue to <strong>${app.label}</strong></p>${problem === null ? '' : html`<p role="alert" class="error">${problem}</p>`}<form method="post" action="/app/${app.id}/sso/saml/login"><input type="hidden" name="requestId" value="${request?.id ?? ''}"><input type="hidden" name="relayState" value="${relayState}"><label for="username">Username</label><input id="username" name="username" autocomplete="username" required autofocus><button type="submit">Sign in</button></form><p class="note">Okta emulator: no password is asked for.</p>`,
    );

  const post = (app: App, response: string, relayState: string) =>
    page(
      'Signing in …',
      html`<form method="post" action="${app.saml.ssoUrl}"><input type="hidden" name="SAMLResponse" value="${response}"><input type="hidden" name="RelayState" value="${relayState}"><noscript><button type="submit">Continue</button></noscript></form><script>document.forms[0].submit()</script>`,
    );

  const start = (appId: string, encoded: string | undefined, binding: 'redirect' | 'post', relayState: string) => {
    const app = org.apps.get(appId);
    if (app === undefined) return null;
    if (encoded === undefined) return form(app, null, relayState || app.saml.defaultRelayState, null);
    const request = readLoginRequest(encoded, binding);
    if (!request.ok) return page('Sign-in failed', html`<p role="alert">${request.error}</p>`);
    const wrongPlace = request.value.acsUrl !== null && request.value.acsUrl !== app.saml.ssoUrl;
    const problem = wrongPlace
      ? `The application asks for an answer at ${request.value.acsUrl}, its Single sign-on URL here is ${app.saml.ssoUrl}.`
      : null;
    return form(app, request.value, relayState, problem);
  };

  routes.get('/app/:id/sso/saml/metadata', (c) => {
    if (!org.apps.has(c.req.param('id'))) return c.notFound();
    c.header('content-type', 'application/samlmetadata+xml; charset=utf-8');
    return c.body(context.saml.metadata(context.origin(), c.req.param('id')));
  });
  routes.get('/app/:id/sso/saml', (c) => {
    const answer = start(c.req.param('id'), c.req.query('SAMLRequest'), 'redirect', c.req.query('RelayState') ?? '');
    return answer === null ? c.notFound() : c.html(answer);
  });
  routes.post('/app/:id/sso/saml', async (c) => {
    const body = await c.req.parseBody();
    const field = (name: string) => (typeof body[name] === 'string' ? body[name] : undefined);
    const answer = start(c.req.param('id'), field('SAMLRequest'), 'post', field('RelayState') ?? '');
    return answer === null ? c.notFound() : c.html(answer);
  });
  // From the provider's side: what a tile on the person's dashboard opens.
  routes.get('/home/:id', (c) => {
    const answer = start(c.req.param('id'), undefined, 'redirect', '');
    return answer === null ? c.notFound() : c.html(answer);
  });
  routes.post('/app/:id/sso/saml/login', async (c) => {
    const app = org.apps.get(c.req.param('id'));
    if (app === undefined) return c.notFound();
    const body = await c.req.parseBody();
    const field = (name: string) => (typeof body[name] === 'string' ? body[name] : '');
    const requestId = field('requestId') === '' ? null : field('requestId');
    const request = requestId === null ? null : { id: requestId, acsUrl: null };
    const user = findUser(org, field('username').trim());
    if (user === undefined || !context.saml.mayUse(app, user)) {
      const problem =
        user === undefined ? 'Nobody has this username.' : `${user.profile.login} is not assigned to ${app.label}.`;
      return c.html(form(app, request, field('relayState'), problem), 403);
    }
    org.setUser({ ...user, lastLogin: org.now() });
    org.log('user.authentication.sso', 'User single sign on to app', [userTarget(user), appTarget(app)]);
    return c.html(post(app, context.saml.respond(context.origin(), app, user, requestId), field('relayState')));
  });
  return routes;
}
