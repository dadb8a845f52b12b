import { type Access } from '../common/access';
import { type PolicyTable } from '../common/operation';

export type NodeEnvironment = 'development' | 'test' | 'production';
export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';

/** Which model answers, decided once at start. */
export type ModelSettings =
  | { readonly provider: 'embedded' }
  | {
      readonly provider: 'bedrock';
      /** Model id, inference-profile id or ARN. */
      readonly modelId: string;
      readonly region: string;
      /** Another endpoint than AWS's own, for tests and private links. */
      readonly endpoint?: string;
    };

/**
 * What becomes of parameters of a chat completion. `strict` refuses what the API does not have; `lenient` leaves out
 * what the service cannot do, which the two others refuse.
 */
export type ParameterMode = 'default' | 'strict' | 'lenient';

/** How one-time passcodes are kept and sent. */
export interface PasscodeSettings {
  /** Keys the hashes of codes; absent only in the demo, where each process makes one of its own. */
  readonly secret?: string;
  /** The bank's own message system; the demo has none and shows codes on standard output. */
  readonly webhook?: OtpWebhookSettings;
}

export interface OtpWebhookSettings {
  /** https, or http on loopback; without a user name and password. */
  readonly url: string;
  /** Sent as a bearer token. */
  readonly token?: string;
}

/** A key that may be used. The key itself is with its client alone. */
export interface ApiKey extends Access {
  /** Of the key, as 64 hexadecimal digits in lower case. */
  readonly sha256: string;
}

/** Whose pages may read replies: those of this machine, all, or those of the origins listed, as browsers write them. */
export type CorsOrigins = 'loopback' | 'any' | readonly string[];
/** What one API key, and one caller of it, may ask for; 0 where there is no such limit. */
export interface RateLimitSettings {
  readonly requestsPerMinute: number;
  /** Of the model, those read and those written. */
  readonly tokensPerMinute: number;
  readonly callerRequestsPerMinute: number;
  /** Streamed replies of one key that are under way at the same time. */
  readonly concurrentStreams: number;
}

/** Where the bank's cards live, decided once at start. */
export type CardSystemSettings =
  /** In our own tables. */
  | { readonly kind: 'ledger' }
  | {
      readonly kind: 'http';
      /** https, or http on loopback; no user name, password, query or fragment; no slash at its end. */
      readonly url: string;
      /** Sent as a bearer token. */
      readonly token: string;
    };

/**
 * The whole configuration: read once from the environment, validated, frozen, and injected under this class.
 * Nothing else in the product reads `process.env`; the AWS SDK reads its own credential settings.
 */
export class AppConfig {
  readonly nodeEnvironment!: NodeEnvironment;
  /** 0 lets the system choose; otherwise 1..65535. */
  readonly port!: number;
  readonly host!: string;
  readonly logLevel!: LogLevel;
  /** `file:...` (embedded) or `postgres://...`. */
  readonly databaseUrl!: string;
  /** `postgres://...` of the role that owns the tables, where the one of `databaseUrl` is not to be it. */
  readonly databaseMigrationUrl!: string | undefined;
  /** Older audit entries may be removed; 18..240. */
  readonly auditRetentionMonths!: number;
  readonly model!: ModelSettings;
  /** `lenient` serves any model name from the default route, `strict` answers 404 for an unknown one. */
  readonly modelNames!: 'lenient' | 'strict';
  readonly parameterMode!: ParameterMode;
  readonly passcodes!: PasscodeSettings;
  /** What this bank demands of callers in place of the policy's defaults. */
  readonly policyOverrides!: Partial<PolicyTable>;
  /** How long a yes waits before it acts, so that words which replace it can still stop it; 0..2000 ms. */
  readonly confirmationSettleMs!: number;
  /** Empty in the local demo, where every request is served and the service listens on loopback only. */
  readonly apiKeys!: readonly ApiKey[];
  /** Where those keys came from, and where they are read again whenever it changes; absent when they are fixed. */
  readonly apiKeysFile!: string | undefined;
  readonly corsOrigins!: CorsOrigins;
  readonly cardSystem!: CardSystemSettings;
  readonly rateLimits!: RateLimitSettings;
  /** `redis://...` or `rediss://...`, where the instances share what they count; absent where each counts for itself. */
  readonly redisUrl!: string | undefined;
  /** How long an answer that concerns nobody may be given again; 0 where it never is. */
  readonly responseCacheTtlSeconds!: number;
  /** Swagger UI and the OpenAPI document. */
  readonly docsEnabled!: boolean;
}

/** The same fields without the class, for the code that builds it. */
export type AppSettings = { readonly [Field in keyof AppConfig]: AppConfig[Field] };

/** What the tools need that work on the store alone. */
export type StoreSettings = Pick<AppSettings, 'databaseUrl' | 'databaseMigrationUrl' | 'auditRetentionMonths'>;
