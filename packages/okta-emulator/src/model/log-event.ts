export interface LogTarget {
  readonly id: string;
  readonly type: 'User' | 'UserGroup' | 'AppInstance' | 'AppUser' | 'GroupRule' | 'GroupPushMapping';
  readonly displayName: string;
  readonly alternateId: string;
}

export interface LogActor {
  readonly id: string;
  readonly type: 'User' | 'SystemPrincipal' | 'PublicClientApp';
  readonly displayName: string;
  readonly alternateId: string;
}

/** An entry of the System Log, with Okta's event types. */
export interface LogEvent {
  readonly id: string;
  readonly published: string;
  readonly eventType: string;
  readonly displayMessage: string;
  readonly severity: 'INFO' | 'WARN' | 'ERROR';
  readonly outcome: 'SUCCESS' | 'FAILURE' | 'SKIPPED';
  readonly reason: string | null;
  readonly actor: LogActor;
  readonly targets: readonly LogTarget[];
}

export const systemActor: LogActor = {
  id: 'okta-emulator',
  type: 'SystemPrincipal',
  displayName: 'Okta emulator',
  alternateId: 'system@okta-emulator',
};
