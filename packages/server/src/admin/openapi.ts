import {
  type Access,
  adminErrors,
  contract,
  type EndpointId,
  type Route,
  routes,
  type Shape,
} from '@rollcall/admin-api';
import { z } from 'zod';
import { endpointIds } from './app.ts';

type Json = Record<string, unknown>;

/** Recursive parts of schemas, under names of the whole document: a reference starts at its root. */
class SharedSchemas {
  readonly #names = new Map<string, string>();

  #nameOf(definition: unknown): string {
    const text = JSON.stringify(definition);
    const name = this.#names.get(text) ?? `Shared${this.#names.size + 1}`;
    this.#names.set(text, name);
    return name;
  }

  jsonSchema(schema: z.ZodType, io: 'input' | 'output'): Json {
    const { $schema: _, $defs = {}, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
    let text = JSON.stringify(rest);
    for (const [key, definition] of Object.entries($defs))
      text = text.replaceAll(`"#/$defs/${key}"`, `"#/components/schemas/${this.#nameOf(definition)}"`);
    // A schema that contains itself.
    if (text.includes('"$ref":"#"')) return { $ref: `#/components/schemas/${this.#nameOf(rest)}` };
    const hoisted: Json = JSON.parse(text);
    return hoisted;
  }

  components(): Json {
    const own = [...this.#names].map(([text, name]) => [
      name,
      JSON.parse(text.replace(/"#(\/\$defs\/\w+)?"/g, `"#/components/schemas/${name}"`)),
    ]);
    return Object.fromEntries(own);
  }
}

const mediaTypes: Readonly<Record<Route['answer'], string | null>> = {
  json: 'application/json',
  empty: null,
  csv: 'text/csv',
  events: 'text/event-stream',
  html: 'text/html',
  download: 'application/octet-stream',
};

function parameters(shared: SharedSchemas, shape: Shape): Json[] {
  const of = (schema: z.ZodObject | undefined, place: 'path' | 'query'): Json[] =>
    Object.entries(schema?.shape ?? {}).flatMap(([name, field]) => {
      if (!(field instanceof z.ZodType)) return [];
      const required = place === 'path' || !field.safeParse(undefined).success;
      return [{ name, in: place, required, schema: shared.jsonSchema(field, 'input') }];
    });
  return [...of(shape.params, 'path'), ...of(shape.query, 'query')];
}

const errorsOf = (access: Access, shape: Shape): readonly (keyof typeof adminErrors)[] => [
  ...(shape.query || shape.body ? (['invalidRequest'] as const) : []),
  ...(access === 'public' ? [] : (['unauthenticated'] as const)),
  ...(access === 'public' || access === 'signedIn' ? [] : (['forbidden'] as const)),
  ...(shape.errors ?? []),
];

function responses(shared: SharedSchemas, route: Route, shape: Shape): Json {
  const media = mediaTypes[route.answer];
  const schema = shape.response ? shared.jsonSchema(shape.response, 'output') : {};
  const success: Json = { description: route.summary, ...(media ? { content: { [media]: { schema } } } : {}) };
  const status = String(route.status ?? (route.answer === 'empty' ? 204 : 200));
  const byStatus = Map.groupBy(errorsOf(route.access, shape), (code) => adminErrors[code].status);
  const failures = [...byStatus].map(([code, errors]) => [
    String(code),
    {
      description: [...new Set(errors)].map((error) => `\`${error}\`: ${adminErrors[error].title}`).join('; '),
      content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
    },
  ]);
  return { [status]: success, ...Object.fromEntries(failures) };
}

const accessWords: Readonly<Record<Access, string>> = {
  public: 'Open to anybody.',
  signedIn: 'Needs a session; API tokens can’t use it.',
  auditor: 'Needs the role auditor, admin or owner.',
  admin: 'Needs the role admin or owner.',
  owner: 'Needs the role owner.',
};

function operation(shared: SharedSchemas, id: EndpointId): Json {
  const route: Route = routes[id];
  const shape: Shape = contract[id];
  return {
    operationId: id,
    tags: [id.split('.')[0]],
    summary: route.summary,
    description: accessWords[route.access],
    security:
      route.access === 'public'
        ? []
        : route.access === 'signedIn'
          ? [{ session: [] }]
          : [{ apiToken: [] }, { session: [] }],
    parameters: parameters(shared, shape),
    ...(shape.body
      ? {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: shared.jsonSchema(shape.body, 'input') } },
          },
        }
      : {}),
    responses: responses(shared, route, shape),
  };
}

const errorSchema = {
  type: 'object',
  required: ['code', 'title', 'detail', 'todo', 'requestId'],
  properties: {
    code: { type: 'string', enum: Object.keys(adminErrors) },
    title: { type: 'string' },
    detail: { type: 'string', description: 'This case, in a sentence.' },
    todo: { type: 'string', description: 'What whoever gets it can do.' },
    requestId: { type: 'string' },
    issues: {
      type: 'array',
      items: {
        type: 'object',
        required: ['path', 'message'],
        properties: { path: { type: 'string' }, message: { type: 'string' } },
      },
    },
  },
};

/** The contract's table as an OpenAPI 3.1 document. */
export function openApiDocument(origin: string): Json {
  const shared = new SharedSchemas();
  const paths: Record<string, Json> = {};
  for (const id of endpointIds) {
    const route: Route = routes[id];
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operation(shared, id) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Rollcall admin API',
      version: '1',
      description:
        'Paths under `/api/v1/console` serve the console and may change with it; the others are stable. Lists are paged by cursor: follow `next`.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: origin }],
    paths,
    components: {
      schemas: { Error: errorSchema, ...shared.components() },
      securitySchemes: {
        apiToken: { type: 'http', scheme: 'bearer', description: 'An API token from Settings: `rck_…`.' },
        session: { type: 'apiKey', in: 'cookie', name: 'rollcall.session_token' },
      },
    },
  };
}
