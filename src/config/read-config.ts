import {
  AppConfig,
  type AppSettings,
  type LogLevel,
  type ModelSettings,
  type NodeEnvironment,
  type ParameterMode,
  type StoreSettings,
} from './app-config';
import { readApiKeys } from './read-api-keys';
import { readCorsOrigins } from './read-cors-origins';
import { readPasscodeSettings } from './read-passcode-settings';
import { readPolicy } from './read-policy';
import { readCardSystemSettings } from './read-card-system-settings';
import { readRateLimits } from './read-rate-limits';
import { readRedisUrl } from './read-redis-url';
import { readStoreSettings } from './read-store-settings';

export const EMBEDDED_MODEL_ID = 'embedded-dialog-1';

const NODE_ENVIRONMENTS: readonly NodeEnvironment[] = ['development', 'test', 'production'];
const LOG_LEVELS: readonly LogLevel[] = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];
const MODEL_NAME_MODES = ['lenient', 'strict'] as const;
const SWITCH_VALUES = ['true', 'false'] as const;

const DEFAULT_PORT = 8000;
const DEFAULT_SETTLE_MS = 300;
const MAX_SETTLE_MS = 2_000;
/** A day: what the bank says of its loans may change overnight. */
const MAX_CACHE_TTL_SECONDS = 86_400;
const DEFAULT_REGION = 'us-east-1';
/** ARNs, and ids that begin with a provider or a region; a name such as gpt-4.1 would only fail on the first call. */
const BEDROCK_MODEL_ID = /^(arn:aws[a-z-]*:(bedrock|sagemaker):\S+|[a-z0-9-]+\.[a-z][a-zA-Z0-9.:-]*)$/;

/** Everything that is wrong with the environment, at once, so that it is mended in one go. */
export class ConfigError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`The configuration is not valid:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.name = 'ConfigError';
  }
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads and validates the environment.
 *
 * @throws ConfigError that lists every problem found.
 */
export function readConfig(environment: Environment): AppConfig {
  const problems: string[] = [];
  const read = new EnvironmentReader(environment, problems);
  const nodeEnvironment = read.choice('NODE_ENV', NODE_ENVIRONMENTS, 'development');
  const host = read.text('HOST') ?? '127.0.0.1';
  const settings = {
    nodeEnvironment,
    port: read.wholeNumber('PORT', { fallback: DEFAULT_PORT, minimum: 0, maximum: 65_535 }),
    host,
    logLevel: read.choice('LOG_LEVEL', LOG_LEVELS, 'info'),
    ...readStoreSettings((name) => read.text(name), problems),
    model: read.model(nodeEnvironment),
    modelNames: read.choice('MODEL_NAMES', MODEL_NAME_MODES, 'lenient'),
    parameterMode: read.parameterMode(),
    passcodes: readPasscodeSettings((name) => read.text(name), { nodeEnvironment, problems }),
    policyOverrides: readPolicy(read.text('CARD_POLICY') ?? '', problems),
    confirmationSettleMs: read.wholeNumber('CONFIRMATION_SETTLE_MS', {
      fallback: DEFAULT_SETTLE_MS,
      minimum: 0,
      maximum: MAX_SETTLE_MS,
    }),
    ...readApiKeys(
      { list: read.text('API_KEYS'), file: read.text('API_KEYS_FILE') },
      { nodeEnvironment, host, problems },
    ),
    corsOrigins: readCorsOrigins(read.text('CORS_ORIGINS'), {
      nodeEnvironment,
      hasKeys: (read.text('API_KEYS') ?? read.text('API_KEYS_FILE')) !== undefined,
      problems,
    }),
    cardSystem: readCardSystemSettings((name) => read.text(name), problems),
    rateLimits: readRateLimits((name, setting) => read.wholeNumber(name, setting)),
    responseCacheTtlSeconds: read.wholeNumber('RESPONSE_CACHE_TTL_SECONDS', {
      fallback: 0,
      minimum: 0,
      maximum: MAX_CACHE_TTL_SECONDS,
    }),
    redisUrl: readRedisUrl(read.text('REDIS_URL'), problems),
    docsEnabled: read.switch('DOCS', nodeEnvironment !== 'production'),
  } satisfies AppSettings;
  if (problems.length > 0) throw new ConfigError(problems);
  return Object.freeze(Object.assign(new AppConfig(), settings));
}

/**
 * Reads what the tools need that work on the store alone, so that they run where nothing else is set.
 *
 * @throws ConfigError that lists every problem found.
 */
export function readStoreConfig(environment: Environment): StoreSettings {
  const problems: string[] = [];
  const read = new EnvironmentReader(environment, problems);
  const settings = readStoreSettings((name) => read.text(name), problems);
  if (problems.length > 0) throw new ConfigError(problems);
  return settings;
}

interface NumberSetting {
  readonly fallback: number;
  readonly minimum: number;
  readonly maximum: number;
}

class EnvironmentReader {
  constructor(
    private readonly environment: Environment,
    private readonly problems: string[],
  ) {}

  /** An empty value counts as unset: that is how a copied `.env.example` line looks. */
  text(name: string): string | undefined {
    const value = this.environment[name]?.trim();
    return value === '' ? undefined : value;
  }

  choice<T extends string>(name: string, allowed: readonly T[], fallback: NoInfer<T>): T {
    const value = this.text(name);
    if (value === undefined) return fallback;
    const match = allowed.find((candidate) => candidate === value);
    if (match === undefined) this.problems.push(`${name} is "${value}"; it must be one of ${allowed.join(', ')}.`);
    return match ?? fallback;
  }

  wholeNumber(name: string, { fallback, minimum, maximum }: NumberSetting): number {
    const value = this.text(name);
    if (value === undefined) return fallback;
    const number = Number(value);
    if (/^\d{1,9}$/.test(value) && number >= minimum && number <= maximum) return number;
    this.problems.push(`${name} is "${value}"; it must be a whole number from ${minimum} to ${maximum}.`);
    return fallback;
  }

  switch(name: string, fallback: boolean): boolean {
    return this.choice(name, SWITCH_VALUES, fallback ? 'true' : 'false') === 'true';
  }

  parameterMode(): ParameterMode {
    const isStrict = this.switch('STRICT_PARAMETERS', false);
    const isLenient = this.switch('LENIENT_PARAMETERS', false);
    if (isStrict && isLenient) this.problems.push('STRICT_PARAMETERS and LENIENT_PARAMETERS exclude each other.');
    if (isStrict) return 'strict';
    return isLenient ? 'lenient' : 'default';
  }

  model(nodeEnvironment: NodeEnvironment): ModelSettings {
    const modelId = this.text('MODEL');
    if (modelId === undefined && nodeEnvironment === 'production') {
      this.problems.push(
        `MODEL is not set; in production name a Bedrock model id or inference profile ` +
          `(or ${EMBEDDED_MODEL_ID} to run the demo dialogue on purpose).`,
      );
    }
    if (modelId === undefined || modelId === EMBEDDED_MODEL_ID) return { provider: 'embedded' };
    if (!BEDROCK_MODEL_ID.test(modelId)) {
      this.problems.push(
        `MODEL is "${modelId}"; it must be ${EMBEDDED_MODEL_ID}, a Bedrock model id such as ` +
          `amazon.nova-lite-v1:0, an inference profile id or an ARN.`,
      );
    }
    const endpoint = this.endpoint('AWS_ENDPOINT_URL_BEDROCK_RUNTIME') ?? this.endpoint('AWS_ENDPOINT_URL');
    return {
      provider: 'bedrock',
      modelId,
      region: this.text('AWS_REGION') ?? this.text('AWS_DEFAULT_REGION') ?? DEFAULT_REGION,
      ...(endpoint === undefined ? {} : { endpoint }),
    };
  }

  private endpoint(name: string): string | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    if (URL.canParse(value) && /^https?:$/.test(new URL(value).protocol)) return value;
    // A URL may hold a password too.
    this.problems.push(`${name} must be an http or https URL.`);
    return undefined;
  }
}
