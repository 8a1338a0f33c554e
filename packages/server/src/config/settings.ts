/** Every setting, told once: `envToCfg` reads it and `docs/reference/config.md` is compared with it. */
export interface Setting {
  readonly name: `ROLLCALL_${string}`;
  /** As the documentation shows it. */
  readonly default: string;
  readonly meaning: string;
}

export const settings = [
  { name: 'ROLLCALL_HOST', default: '127.0.0.1', meaning: 'Address to listen on.' },
  { name: 'ROLLCALL_PORT', default: '8080', meaning: 'Port to listen on; 0 takes a free one.' },
  {
    name: 'ROLLCALL_DATA_DIR',
    default: './data',
    meaning: 'Folder of the embedded database, the request log and `schemas/*.json`. Made when missing.',
  },
  {
    name: 'ROLLCALL_DATABASE_URL',
    default: 'unset',
    meaning: 'A `postgres://` URL (PostgreSQL 15 or newer). Unset: SQLite in the data folder.',
  },
  {
    name: 'ROLLCALL_API_DOMAINS',
    default: 'none',
    meaning:
      'Comma-separated domains; `https://<sub-domain>.<domain>/api/v1/scim` serves that tenant on each of them, and the first is the one that is shown.',
  },
  {
    name: 'ROLLCALL_PUBLIC_URL',
    default: '`http://localhost:<port>`',
    meaning: 'Origin of the console as browsers reach it. Its scheme and port build the SCIM URLs that are shown.',
  },
  {
    name: 'ROLLCALL_TRUSTED_PROXIES',
    default: 'none',
    meaning:
      'Comma-separated addresses or networks (`10.0.0.0/8`, `loopback`) whose `X-Forwarded-For`, `-Proto` and `-Host` are believed.',
  },
  {
    name: 'ROLLCALL_TRUSTED_ISSUERS',
    default: 'none',
    meaning:
      'Comma-separated origins of OpenID Connect issuers inside your network (`https://id.corp.example`); issuers at public addresses need none.',
  },
  {
    name: 'ROLLCALL_LOG_LEVEL',
    default: 'info',
    meaning: 'One of `fatal`, `error`, `warn`, `info`, `debug`, `trace`, `silent`.',
  },
  {
    name: 'ROLLCALL_INDEXED_ATTRIBUTES',
    default: 'none',
    meaning:
      'Comma-separated attributes to index beyond the built-in ones, so that filters on them do not scan: `nickName`, `urn:…:User:costCenter`.',
  },
  {
    name: 'ROLLCALL_SEARCH_MS',
    default: '30000',
    meaning:
      'How long a search that no index answers may run, in milliseconds; then it is stopped with 400 `tooMany`. A list of the console or the admin API: `listTooLong`.',
  },
  {
    name: 'ROLLCALL_REQUEST_LOG_DAYS',
    default: '30',
    meaning:
      'How many days of a tenant’s requests are kept. Owners choose another number in Settings → Retention; when this is set, it is the most that they can choose.',
  },
  {
    name: 'ROLLCALL_REQUEST_LOG_MIB',
    default: '1024',
    meaning:
      'How large the log of a tenant’s requests may grow, in MiB. Owners choose another number in Settings → Retention; when this is set, it is the most that they can choose.',
  },
] as const satisfies readonly Setting[];

export type SettingName = (typeof settings)[number]['name'];
