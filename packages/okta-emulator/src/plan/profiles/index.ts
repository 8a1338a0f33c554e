import type { DialectId } from '../../model/app.ts';
import type { ProviderProfile } from '../profile.ts';
import { oktaAiw, oktaCatalog } from './okta.ts';
import { authentik, entra, entraCompliant, jumpcloud, onelogin } from './others.ts';

export const profiles: Readonly<Record<DialectId, ProviderProfile>> = {
  'okta-aiw': oktaAiw,
  'okta-catalog': oktaCatalog,
  entra,
  'entra-compliant': entraCompliant,
  onelogin,
  jumpcloud,
  authentik,
};
