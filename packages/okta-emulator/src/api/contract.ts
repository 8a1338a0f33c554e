/**
 * The JSON API behind the emulator's own web console: everything under `/admin/api`, types only, so that pages can
 * import it. Every request but `POST /admin/api/session` needs the session cookie `okta_emulator_session`, which that
 * request sets. Bodies are JSON. A refused request answers 4xx with `ApiProblem`.
 *
 * Lists take `?q=` (search), `?limit=` (default 50, at most 200) and `?after=` (the `next` of the page before).
 */
import type {
  App,
  AppUserState,
  DialectId,
  Integration,
  ProvisioningActions,
  SamlSettings,
  ToApp,
} from '../model/app.ts';
import type { BasicCondition, GroupRuleStatus } from '../model/group.ts';
import type { LogEvent } from '../model/log-event.ts';
import type { AttributeMapping } from '../model/mapping.ts';
import type { PushRule, PushStatus } from '../model/push-group.ts';
import type { TaskState } from '../model/task.ts';
import type { LifecycleAction, UserProfile, UserStatus } from '../model/user.ts';

export type {
  AppUserState,
  AttributeMapping,
  BasicCondition,
  DialectId,
  GroupRuleStatus,
  LifecycleAction,
  LogEvent,
  ProvisioningActions,
  PushStatus,
  SamlSettings,
  TaskState,
  ToApp,
  UserProfile,
  UserStatus,
};

export interface ApiProblem {
  readonly error: {
    readonly kind: 'invalid' | 'notFound' | 'conflict' | 'forbidden' | 'signedOut';
    readonly summary: string;
    readonly causes: readonly string[];
  };
}

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
  /** Of all that match, not of this page. */
  readonly total: number;
}

// --- session: POST {username, password} · GET · DELETE  /admin/api/session

export interface SignIn {
  readonly username: string;
  readonly password: string;
}
export interface Session {
  readonly username: string;
  readonly orgName: string;
  /** The management API token that the org started with, for the "API" page. */
  readonly apiToken: string;
}

// --- GET /admin/api/dashboard

export interface Dashboard {
  readonly people: number;
  readonly groups: number;
  readonly apps: number;
  readonly tasks: TaskCounts;
  readonly clock: ClockView;
  readonly chaos: ChaosSettings;
}
export interface TaskCounts {
  readonly queued: number;
  readonly running: number;
  readonly waiting: number;
  readonly failed: number;
}

// --- people
// GET /people → Page<Person> (also ?status=) · POST /people NewPerson → PersonDetail
// GET /people/:id → PersonDetail · PUT /people/:id {profile} → PersonDetail · DELETE /people/:id → {outcome}
// POST /people/:id/lifecycle/:action → PersonDetail · POST /people/:id/password {password} → PersonDetail

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly login: string;
  readonly email: string;
  readonly department: string | null;
  readonly title: string | null;
  readonly status: UserStatus;
}
export interface PersonDetail extends Person {
  readonly profile: UserProfile;
  readonly created: string;
  readonly lastUpdated: string;
  readonly actions: readonly LifecycleAction[];
  readonly groups: readonly PersonGroup[];
  readonly apps: readonly { readonly appId: string; readonly label: string; readonly state: AppUserState }[];
}
export interface PersonGroup {
  readonly id: string;
  readonly name: string;
  /** The application that decides who is in it. */
  readonly source: { readonly appId: string; readonly label: string } | null;
  readonly manual: boolean;
  readonly rules: readonly { readonly id: string; readonly name: string }[];
}
export interface NewPerson {
  readonly profile: Readonly<Record<string, string>>;
  readonly activate: boolean;
  readonly password?: string;
  readonly groupIds?: readonly string[];
}

// --- groups
// GET /groups → Page<GroupItem> (also ?own=true: those that rules can fill and pushes can take) · POST /groups GroupInput → GroupDetail
// GET /groups/:id → GroupDetail · PUT /groups/:id GroupInput → GroupDetail · DELETE /groups/:id → {}
// GET /groups/:id/members → Page<Member> · PUT, DELETE /groups/:id/members/:userId → {}
// GET /groups/:id/candidates → Page<Person>: people who are not in the group

export interface GroupItem {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly builtIn: boolean;
  /** Of an app group: where it was imported from. */
  readonly source: { readonly appId: string; readonly label: string } | null;
  readonly members: number;
  readonly apps: number;
}
export interface GroupDetail extends GroupItem {
  readonly created: string;
  readonly lastUpdated: string;
  readonly assignedApps: readonly { readonly appId: string; readonly label: string }[];
  readonly pushedTo: readonly { readonly appId: string; readonly label: string; readonly status: PushStatus }[];
  readonly rules: readonly { readonly id: string; readonly name: string; readonly status: GroupRuleStatus }[];
}
export interface GroupInput {
  readonly name: string;
  readonly description: string | null;
}
export interface Member extends Person {
  readonly manual: boolean;
  readonly rules: readonly { readonly id: string; readonly name: string }[];
}

// --- group rules
// GET /rules → Page<Rule> · POST /rules RuleBody → Rule · GET /rules/:id → Rule · PUT /rules/:id RuleBody → Rule
// POST /rules/:id/activate · POST /rules/:id/deactivate → Rule · DELETE /rules/:id?removeUsers=true → {}
// POST /rules/preview RuleBody → RulePreview

export interface Rule {
  readonly id: string;
  readonly name: string;
  readonly status: GroupRuleStatus;
  readonly basic: BasicCondition | null;
  /** The groups of a condition on group membership. */
  readonly memberOf: readonly { readonly id: string; readonly name: string }[];
  readonly expression: string;
  readonly groups: readonly { readonly id: string; readonly name: string }[];
  readonly exceptions: readonly { readonly id: string; readonly name: string }[];
  readonly problem: string | null;
  readonly lastUpdated: string;
}
export interface RuleBody {
  readonly name: string;
  readonly condition: BasicCondition | { readonly kind: 'expression'; readonly text: string };
  readonly groupIds: readonly string[];
  readonly excludedUserIds?: readonly string[];
}
export interface RulePreview {
  readonly matches: number;
  readonly sample: readonly Person[];
}

// --- applications
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

// --- provisioning
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

// --- assignments
// GET /apps/:id/people → Page<AssignedPerson> · POST /apps/:id/people {userIds} → {count}
// DELETE /apps/:id/people/:userId → {} · POST /apps/:id/provision {userIds | all: true} → {count}
// GET /apps/:id/groups → {items: AssignedGroup[]} · PUT /apps/:id/groups/:groupId {priority?} → {} · DELETE … → {}
// GET /apps/:id/people/candidates, /apps/:id/groups/candidates → Page<Person>, Page<GroupItem>: not assigned yet

export interface AssignedPerson extends Person {
  readonly state: AppUserState;
  readonly assignedBy: 'Individual' | 'Group';
  readonly viaGroup: { readonly id: string; readonly name: string } | null;
  readonly externalId: string | null;
  readonly lastSync: string | null;
  readonly error: string | null;
}
export interface AssignedGroup {
  readonly id: string;
  readonly name: string;
  readonly priority: number;
  readonly members: number;
}

// --- push groups
// GET /apps/:id/push-groups → Page<PushGroup> (also ?status=) · POST /apps/:id/push-groups NewPushGroup → PushGroup
//   409 with the explanation where the group is used for assignment; send again with acceptConflict: true
// POST /apps/:id/push-groups/:mappingId/push-now · …/activate · …/deactivate → PushGroup
// POST /apps/:id/push-groups/:mappingId/unlink {deleteInApp} → {}
// GET /apps/:id/push-groups/candidates?q= → {items: PushCandidate[]} · PUT /apps/:id/push-settings {renameGroups} → AppDetail
// GET /apps/:id/app-groups?q= → {items: AppGroup[]}: groups that exist in the application, for Link Group
// GET /apps/:id/push-rules → {items: PushRule[]} · POST /apps/:id/push-rules NewPushRule → PushRule · DELETE …/:ruleId → {}

export interface PushGroup {
  readonly id: string;
  readonly groupId: string;
  readonly groupName: string;
  readonly appGroupName: string | null;
  readonly appGroupId: string | null;
  readonly mode: 'CREATE' | 'LINK';
  readonly byRule: string | null;
  readonly status: PushStatus;
  /** Being sent, or waiting for its turn. */
  readonly busy: boolean;
  readonly pushMembers: boolean;
  readonly members: number;
  /** Members of the group that have an account in the application. */
  readonly pushedMembers: number;
  readonly lastPush: string | null;
  /** A failure, or why no members are pushed. */
  readonly note: string | null;
}
export interface NewPushGroup {
  readonly groupId: string;
  readonly mode: 'CREATE' | 'LINK';
  readonly linkName?: string;
  readonly pushMembers: boolean;
  readonly acceptConflict: boolean;
}
export interface PushCandidate {
  readonly id: string;
  readonly name: string;
  readonly members: number;
  readonly usedForAssignment: boolean;
  /** A group of that name is in the application: Okta then offers to link. `null` where the application cannot be asked. */
  readonly existsInApp: boolean | null;
}
export interface AppGroup {
  readonly id: string;
  readonly name: string;
}
export type NewPushRule = Pick<PushRule, 'name' | 'condition' | 'text' | 'pushMembers'>;
export type { PushRule };

// --- import: POST /apps/:id/import → ImportResult · GET /apps/:id/import → ImportResult | {items: []}
// GET /apps/:id/imported-groups → Page<GroupItem>: the application's groups that stand in the directory
// POST /apps/:id/import/confirm {ids} | {assignments: ImportChoice[]} → ImportConfirmed; `ids` takes what was proposed

export interface ImportResult {
  /** When it was made; null: not yet since the emulator was started. */
  readonly at: string | null;
  readonly scanned: number;
  readonly skippedInactive: number;
  readonly groups: number;
  readonly items: readonly ImportedUser[];
}
export interface ImportedUser {
  readonly id: string;
  readonly userName: string;
  readonly name: string;
  readonly email: string;
  /** An exact match by username, or a new person. */
  readonly match: { readonly userId: string; readonly name: string } | null;
}
/** Whose account it is; null makes a new person. */
export interface ImportChoice {
  readonly id: string;
  readonly userId: string | null;
}
export interface ImportConfirmed {
  readonly created: number;
  readonly linked: number;
}

// --- reports
// GET /logs → Page<LogEvent> (newest first; ?q=, ?eventType=, ?since=, ?until=)
// GET /tasks → Page<TaskItem> (?state=, ?appId=) · GET /tasks/:id → TaskDetail · POST /tasks/:id/retry → {}
// POST /tasks/retry {state: 'FAILED', appId?} → {count}
// GET /exchanges → Page<ExchangeItem> (newest first; ?appId=, ?subjectId=, ?failed=true, ?q=) · GET /exchanges/:id → Exchange

export interface TaskItem {
  readonly id: string;
  readonly appId: string;
  readonly appLabel: string;
  readonly subject: 'user' | 'group';
  readonly subjectId: string;
  readonly subjectName: string;
  readonly state: TaskState;
  readonly attempts: number;
  /** When it runs next, by the emulator's clock. */
  readonly due: string | null;
  readonly created: string;
  readonly error: string | null;
}
export interface TaskDetail extends TaskItem {
  readonly exchanges: readonly ExchangeItem[];
}
export interface ExchangeItem {
  readonly id: number;
  readonly at: string;
  readonly appId: string;
  readonly subjectId: string | null;
  readonly method: string;
  readonly url: string;
  /** `null`: no answer came. */
  readonly status: number | null;
  readonly durationMs: number;
  /** What chaos did to it, or why it failed. */
  readonly note: string | null;
}
export interface Exchange extends ExchangeItem {
  readonly requestHeaders: readonly (readonly [name: string, value: string])[];
  readonly requestBody: string | null;
  readonly responseHeaders: readonly (readonly [name: string, value: string])[];
  readonly responseBody: string | null;
}

// --- GET, PUT /admin/api/chaos ChaosSettings

/** Shares of the requests, 0 to 1. The seed makes a run repeatable. */
export interface ChaosSettings {
  readonly refuse: number;
  readonly delay: number;
  readonly cut: number;
  readonly tooMany: number;
  readonly serverError: number;
  readonly duplicate: number;
  readonly reorder: number;
  /** How long a delayed or held back request waits, at most. */
  readonly delayMs: number;
  readonly seed: number;
}

// --- GET /admin/api/clock → ClockView · POST /admin/api/clock/advance {ms} → ClockView

export interface ClockView {
  readonly now: string;
  /** How far it is ahead of the machine's clock. */
  readonly aheadMs: number;
  /** When the next waiting task runs; `null` where none waits. */
  readonly nextDue: string | null;
}

// --- GET /admin/api/events: server-sent events; `changed` with ChangeNotice, at most one each 250 ms

export interface ChangeNotice {
  readonly kinds: readonly (
    | 'user'
    | 'group'
    | 'member'
    | 'rule'
    | 'app'
    | 'appUser'
    | 'pushMapping'
    | 'task'
    | 'log'
  )[];
}
