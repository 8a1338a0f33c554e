/** (a) A bare `node:http` server that answers the same bytes to everything: what HTTP itself costs on this machine. */
import { createServer } from 'node:http';

const size = Number(process.argv[2] ?? 1000);
const body = Buffer.from(JSON.stringify({ filler: 'x'.repeat(Math.max(0, size - 13)) }));
const headers = { 'content-type': 'application/scim+json', 'content-length': String(body.length) };

const server = createServer((request, response) => {
  request.resume();
  request.once('end', () => {
    response.writeHead(200, headers);
    response.end(body);
  });
});
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as { port: number }).port }));
