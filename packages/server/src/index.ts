export { type Config, type ConfigError, envToCfg, publicOrigin, scimUrls } from './config/config.ts';
export { readEnv, unknownSettings } from './config/read-env.ts';
export { createServer, type RollcallServer, type ServerDeps } from './create-server.ts';
export type { PluginFactory, PluginRoute, RequestInfo, ServerContext, ServerPlugin } from './http/plugin.ts';
export { createLogger } from './log/logger.ts';
