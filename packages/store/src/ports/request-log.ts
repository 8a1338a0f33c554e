/** One SCIM request as it is kept in the request log. Bodies are redacted before they get here. */
export interface RequestRecord {
  readonly requestId: string;
  /** Milliseconds since 1970. */
  readonly time: number;
  /** 0 where the request could not be attributed (a 401). */
  readonly integrationNo: number;
  /** 0 where neither token nor host named a tenant. */
  readonly tenantNo: number;
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly status: number;
  readonly durationMicros: number;
  readonly userAgent: string;
  readonly remoteAddress: string;
  /** Only for writes and errors; null else. */
  readonly detail: RequestDetail | null;
}

export interface RequestDetail {
  readonly requestBody: string | null;
  readonly responseBody: string | null;
  /** Attribute paths that were received and not used. */
  readonly ignored: readonly string[];
  /** Attribute paths that got another value. */
  readonly changed: readonly string[];
  readonly resourceType: string | null;
  readonly resourceId: string | null;
  /** The `scimType` of an error, or what else names its cause: `tokenRevoked`, `tokenExpired`, … */
  readonly cause: string | null;
}

/** A record as it is pushed. `detail` is called when the batch is written, off the request's own time. */
export interface PendingRecord extends Omit<RequestRecord, 'detail'> {
  readonly detail: (() => RequestDetail) | null;
}

/** `no` orders records by arrival in the log; it is what pages and live followers continue from. */
export interface LoggedRequest extends RequestRecord {
  readonly no: number;
}

export interface RequestLogQuery {
  readonly tenantNo: number;
  readonly integrationNos?: readonly number[];
  readonly methods?: readonly string[];
  /** A whole status (`404`) or a class (`4xx`). */
  readonly statuses?: readonly string[];
  readonly resourceId?: string;
  readonly requestId?: string;
  /** Part of the path or of the user agent. */
  readonly text?: string;
  /** Milliseconds since 1970. */
  readonly from?: number;
  readonly to?: number;
  /** Newest first unless `after` is given, which continues forward. */
  readonly before?: number;
  readonly after?: number;
  readonly limit: number;
}

export interface RequestCount {
  /** Start of the span, in milliseconds since 1970. */
  readonly time: number;
  readonly requests: number;
  readonly errors: number;
}

/** How much is kept of a tenant's requests: whichever is less. */
export interface RequestLogLimits {
  readonly maxDays: number;
  readonly maxBytes: number;
}

export interface RequestLogState {
  readonly records: number;
  readonly bytes: number;
  readonly oldest: number | null;
  /** Records lost because the log could not keep up or could not be written, since the server started. */
  readonly dropped: number;
}

export interface RequestLog extends AsyncDisposable {
  /** Never waits and never throws: kept soon, in a batch. */
  push(record: PendingRecord): void;
  list(query: RequestLogQuery): Promise<readonly LoggedRequest[]>;
  byRequestId(tenantNo: number, requestId: string): Promise<LoggedRequest | null>;
  /** Spans of `stepMs`; those without a request are left out. */
  counts(query: {
    readonly tenantNo: number;
    readonly integrationNos?: readonly number[];
    readonly from: number;
    readonly to: number;
    readonly stepMs: number;
  }): Promise<readonly RequestCount[]>;
  /**
   * Called with each batch once it is kept, also with those of other servers on the same database. Resolves with the way to
   * stop; what is kept from then on is told.
   */
  subscribe(listener: (batch: readonly LoggedRequest[]) => void): Promise<() => void>;
  /** Of one tenant, or of all. */
  state(tenantNo?: number): Promise<RequestLogState>;
  /** Forgets at once what is older or more than a tenant wants kept; happens every minute by itself. */
  prune(): Promise<void>;
  /** Everything pushed so far is kept when it resolves. */
  flush(): Promise<void>;
}
