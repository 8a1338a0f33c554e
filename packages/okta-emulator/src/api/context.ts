import type { Engine } from '../engine.ts';
import type { Imports } from '../push/import-users.ts';
import type { SamlProvider } from './saml/provider.ts';

/** What every part of the HTTP side works with. */
export interface ApiContext {
  readonly engine: Engine;
  readonly imports: Imports;
  readonly saml: SamlProvider;
  readonly orgName: string;
  readonly apiToken: string;
  readonly admin: { readonly username: string; readonly password: string };
  /** Origin under which the emulator is reached. */
  readonly origin: () => string;
}
