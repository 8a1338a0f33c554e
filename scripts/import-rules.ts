/**
 * Which part of the house may import which: the arrows of ARCHITECTURE.md as data.
 * `modules` are workspace packages (by folder), `node` says whether `node:` built-ins are allowed.
 */
export interface ImportRule {
  readonly folder: string;
  readonly modules: readonly string[];
  readonly node: boolean;
  /** npm packages that it may use; `'any'` for those outside the pure core. */
  readonly libraries: 'none' | 'any';
}

export const importRules: readonly ImportRule[] = [
  { folder: 'packages/scim', modules: [], node: false, libraries: 'none' },
  { folder: 'packages/blueprint', modules: [], node: false, libraries: 'none' },
  { folder: 'packages/admin-api', modules: [], node: false, libraries: 'any' },
  { folder: 'packages/scim-client', modules: ['scim'], node: false, libraries: 'none' },
  { folder: 'packages/conformance', modules: ['scim', 'scim-client'], node: true, libraries: 'any' },
  { folder: 'packages/store', modules: ['scim'], node: true, libraries: 'any' },
  { folder: 'packages/ui', modules: [], node: false, libraries: 'any' },
  { folder: 'packages/console', modules: ['admin-api', 'ui'], node: false, libraries: 'any' },
  { folder: 'packages/okta-emulator/src/ui', modules: ['ui'], node: false, libraries: 'any' },
  { folder: 'packages/okta-emulator', modules: ['scim', 'scim-client'], node: true, libraries: 'any' },
  { folder: 'packages/server', modules: ['scim', 'store', 'blueprint', 'admin-api'], node: true, libraries: 'any' },
  { folder: 'packages/dev-env', modules: ['server', 'store', 'okta-emulator'], node: true, libraries: 'any' },
  { folder: 'apps/server', modules: ['server'], node: true, libraries: 'any' },
  { folder: 'apps/cli', modules: ['server', 'store', 'conformance'], node: true, libraries: 'any' },
  {
    folder: 'apps/okta',
    modules: ['admin-api', 'okta-emulator', 'conformance', 'server'],
    node: true,
    libraries: 'any',
  },
  { folder: 'e2e', modules: ['dev-env'], node: true, libraries: 'any' },
];

/** Arrows inside a package: files under `from` never import files under any of `never`. */
export const innerRules: readonly { readonly from: string; readonly never: readonly string[]; readonly why: string }[] =
  [
    {
      from: 'packages/server/src/scim',
      never: ['packages/server/src/admin'],
      why: 'the protocol knows nothing of the console',
    },
    {
      from: 'packages/server/src/admin',
      never: ['packages/server/src/scim'],
      why: 'the console’s API does not go through the protocol',
    },
    {
      from: 'packages/store/src/ports',
      never: ['packages/store/src/sql', 'packages/store/src/dialect'],
      why: 'a port does not know who implements it',
    },
    {
      from: 'packages/console/src/components',
      never: ['packages/console/src/data', 'packages/console/src/features', 'packages/console/src/routes'],
      why: 'components draw',
    },
    {
      from: 'packages/console/src/data',
      never: ['packages/console/src/features', 'packages/console/src/routes'],
      why: 'data talks',
    },
    { from: 'packages/console/src/features', never: ['packages/console/src/routes'], why: 'routes compose features' },
    {
      from: 'packages/okta-emulator/src/model',
      never: ['packages/okta-emulator/src/push', 'packages/okta-emulator/src/api', 'packages/okta-emulator/src/plan'],
      why: 'the model is pure',
    },
    {
      from: 'packages/okta-emulator/src/plan',
      never: ['packages/okta-emulator/src/push', 'packages/okta-emulator/src/api'],
      why: 'the planner is pure',
    },
  ];

/** Folders whose files are pure although their package is not: no `node:` there either. */
export const pureFolders: readonly string[] = ['packages/okta-emulator/src/model', 'packages/okta-emulator/src/plan'];
