/** A server without a console as a process of its own; says `listening <port>`. For tests of several processes. */
import { envToCfg } from '../config/config.ts';
import { readEnv } from '../config/read-env.ts';
import { createServer } from '../create-server.ts';
import { createLogger } from '../log/logger.ts';
import { openDeployment } from '../start/deployment.ts';

const config = envToCfg(readEnv());
if (!config.ok) throw new Error(config.error.map(({ message }) => message).join('\n'));
const log = createLogger('error');
const deployment = await openDeployment(config.value, log);
const server = await createServer(config.value, { log, ...deployment, consoleFolder: null });
const { port } = await server.start();
console.log(`listening ${port}`);
await new Promise<void>((resolve) => process.once('SIGTERM', () => resolve()));
await server[Symbol.asyncDispose]();
await deployment[Symbol.asyncDispose]();
process.exit(0);
