import type { Integration, ProvisioningActions } from '../../model/app.ts';
import type { AttributeMapping } from '../../model/mapping.ts';

// PUT /apps/:id/integration IntegrationBody → AppDetail (tests the connector, as Okta does, unless ?test=false)
// POST /apps/:id/test-connector IntegrationBody → ConnectorTest
// PUT /apps/:id/to-app ToApp → AppDetail
// PUT /apps/:id/mappings {mappings: AttributeMapping[]} → AppDetail · POST /apps/:id/mappings/preview {userId, mappings?} → MappingPreview
// GET /mapping-targets → {items: MappingTarget[]} · POST /expressions/check {text} → ExpressionCheck

/** As shown: the secret is never returned. */
export interface IntegrationView {
  readonly baseUrl: string;
  readonly uniqueIdField: string;
  readonly actions: ProvisioningActions;
  readonly authMode: Integration['auth']['mode'];
  readonly username: string | null;
  readonly tokenEndpoint: string | null;
  readonly authorizationEndpoint: string | null;
  readonly clientId: string | null;
  readonly hasSecret: boolean;
}
/** A secret that is left out stays as it is. */
export interface IntegrationBody {
  readonly baseUrl: string;
  readonly uniqueIdField: string;
  readonly actions: ProvisioningActions;
  readonly auth:
    | { readonly mode: 'BASIC'; readonly username: string; readonly password?: string }
    | { readonly mode: 'HEADER'; readonly token?: string }
    | {
        readonly mode: 'OAUTH2';
        readonly tokenEndpoint: string;
        readonly authorizationEndpoint: string;
        readonly clientId: string;
        readonly clientSecret?: string;
      };
}
export interface ConnectorTest {
  readonly ok: boolean;
  /** What went wrong, as the dialog says it. */
  readonly message: string | null;
  readonly features: readonly ConnectorFeature[];
  readonly exchangeIds: readonly number[];
}
export interface ConnectorFeature {
  readonly name:
    | 'User Import'
    | 'Import Profile Updates'
    | 'Create Users'
    | 'Update User Attributes'
    | 'Push Groups'
    | 'Import Groups';
  readonly detected: boolean;
}
export interface MappingView extends AttributeMapping {
  readonly label: string;
}
export interface MappingTarget {
  readonly target: string;
  readonly label: string;
  readonly defaultExpression: string;
}
export interface MappingPreview {
  readonly values: readonly { readonly target: string; readonly value: string | null }[];
}
export type ExpressionCheck =
  | { readonly ok: true }
  | { readonly ok: false; readonly at: number; readonly message: string };
