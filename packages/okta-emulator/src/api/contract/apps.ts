import type { App, DialectId, SamlSettings, ToApp } from '../../model/app.ts';
import type { IntegrationView, MappingView } from './provisioning.ts';

// GET /apps → Page<AppItem> · POST /apps NewAppBody → AppDetail · GET /apps/:id → AppDetail · DELETE /apps/:id → {}
// PUT /apps/:id/general GeneralBody · PUT /apps/:id/status {status} · PUT /apps/:id/saml SamlSettings → AppDetail
// GET /catalog → {items: CatalogItem[]} · POST /catalog/:id {label} → AppDetail

export interface AppItem {
  readonly id: string;
  readonly label: string;
  readonly kind: App['kind'];
  readonly status: App['status'];
  readonly provisioning: App['provisioning'];
  readonly assignedPeople: number;
}
export interface AppDetail extends AppItem {
  readonly visibility: App['visibility'];
  readonly internalApp: boolean;
  readonly dialect: DialectId;
  readonly dialects: readonly { readonly id: DialectId; readonly label: string }[];
  /** `false` for a catalog app: it offers sign-on only. */
  readonly canProvision: boolean;
  readonly signOn: SignOn;
  readonly integration: IntegrationView | null;
  readonly toApp: ToApp;
  readonly mappings: readonly MappingView[];
  readonly renameGroups: boolean;
  readonly created: string;
  readonly lastUpdated: string;
}
/** The wizard: General Settings, SAML Settings, Help Okta Support. */
export interface NewAppBody {
  readonly label: string;
  readonly hideFromUsers: boolean;
  readonly internalApp: boolean;
  readonly saml: Pick<SamlSettings, 'ssoUrl' | 'audience'> & Partial<SamlSettings>;
}
/** General tab → Settings → Edit. */
export interface GeneralBody {
  readonly label?: string;
  readonly hideFromUsers?: boolean;
  readonly provisioning?: 'NONE' | 'SCIM';
  readonly dialect?: DialectId;
}
/** Sign On tab. */
export interface SignOn {
  readonly saml: SamlSettings;
  readonly metadataUrl: string;
  readonly ssoUrl: string;
  readonly issuer: string;
  readonly certificate: string;
  /** Starts a sign-in from the provider's side. */
  readonly embedUrl: string;
}
export interface CatalogItem {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly capabilities: readonly string[];
}
