/**
 * What PostgreSQL and this machine allow: `node:http` and the driver, nothing else. `GET` answers the kept text of a resource by one
 * prepared look-up, whatever else is sent keeps its body as one durable row. Started with: the database's URL, the integration's number.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import pg from 'pg';

const [url = '', integration = '1'] = process.argv.slice(2);
const no = Number(integration);
const pool = new pg.Pool({ connectionString: url, max: 10 });
// Look-ups share one connection, on which they follow each other without waiting: quicker here than ten.
const reader = new pg.Pool({ connectionString: url, max: 1, pipeline: true });
const client = await reader.connect();
await pool.query('create table if not exists ceiling (no bigint generated always as identity primary key, body text)');

const LOOK_UP = 'select body from resource where integration_no = $1 and id = $2';

async function body(request: IncomingMessage): Promise<string> {
  let text = '';
  request.setEncoding('utf8');
  for await (const piece of request) text += piece;
  return text;
}

async function answer(request: IncomingMessage): Promise<string> {
  if (request.method === 'GET') {
    const id = request.url?.split('/').at(-1) ?? '';
    const { rows } = await client.query<{ body: string }>({ name: 'look-up', text: LOOK_UP, values: [no, id] });
    return rows[0]?.body ?? '{}';
  }
  const text = await body(request);
  await pool.query({ name: 'keep', text: 'insert into ceiling (body) values ($1)', values: [text] });
  return text;
}

const server = createServer((request: IncomingMessage, response: ServerResponse) => {
  answer(request).then(
    (text) => {
      const status = request.method === 'POST' ? 201 : 200;
      response.writeHead(status, {
        'content-type': 'application/scim+json',
        'content-length': Buffer.byteLength(text),
      });
      response.end(text);
    },
    (error: unknown) => response.writeHead(500).end(String(error)),
  );
});
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as { port: number }).port }));
