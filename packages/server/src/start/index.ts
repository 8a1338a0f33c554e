export { builtConsole, consoleIsStale, ensureConsoleBuilt } from './console-build.ts';
export { type Deployment, openDeployment } from './deployment.ts';
export { defaultSubdomain, ensureDefaultTenant, ownerLink } from './first-start.ts';
export { SchemaFileError } from './schema-files.ts';
export { serve } from './serve.ts';
