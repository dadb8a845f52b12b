import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createKey, toApiKeysSetting } from '../../factories/api-key.factory';
import { ServiceProcess } from '../../faults/support/service-process';
import { buildDocumentedService } from './build-documented-service';
import { type FuzzKeys } from './header-arbitrary';
import { verifyCaller } from './verify-caller';

const LOG_PIECES_KEPT = 50;
/** Where there is one: writing through to a real disk is the larger part of the time, and no process is killed here. */
const MEMORY_DISK = '/dev/shm';

/** Limits that are told in every reply and that this many requests never come to. */
const OUT_OF_REACH = {
  RATE_LIMIT_REQUESTS_PER_MINUTE: '1000000',
  RATE_LIMIT_TOKENS_PER_MINUTE: '999999999',
  RATE_LIMIT_CALLER_REQUESTS_PER_MINUTE: '1000000',
};

const FULL = createKey({ id: 'fuzz', scopes: ['chat', 'assert_caller', 'cards:write'] });
const SCOPELESS = createKey({ id: 'scopeless', scopes: ['vapi'] });

export const FUZZ_KEYS: FuzzKeys = { full: FULL.key, scopeless: SCOPELESS.key };

/** How a service takes parameters, by its settings. */
const MODES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  default: {},
  lenient: { LENIENT_PARAMETERS: 'true' },
  strict: { STRICT_PARAMETERS: 'true' },
};

export interface FuzzedService {
  readonly mode: string;
  readonly url: string;
  readonly isRunning: () => boolean;
  readonly lastLogs: () => string;
  readonly stop: () => Promise<unknown>;
}

interface FuzzedServices {
  readonly services: readonly FuzzedService[];
  readonly stop: () => Promise<void>;
}

/** The built service with its demo bank, once in each mode, in processes of their own. */
export async function startFuzzedServices(): Promise<FuzzedServices> {
  const built = buildDocumentedService();
  const folder = await mkdtemp(join(existsSync(MEMORY_DISK) ? MEMORY_DISK : tmpdir(), 'tellerline-fuzz-'));
  const services = await Promise.all(
    Object.keys(MODES).map((mode) => startService(mode, { root: built.root, folder })),
  );
  return {
    services,
    stop: async () => {
      await Promise.all(services.map((service) => service.stop()));
      built.remove();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

interface Places {
  readonly root: string;
  /** Of the databases. */
  readonly folder: string;
}

async function startService(mode: string, { root, folder }: Places): Promise<FuzzedService> {
  const logs: string[] = [];
  const lastLogs = (): string => logs.join('');
  const service = await ServiceProcess.start({
    root,
    settings: {
      NODE_ENV: 'test',
      DOCS: 'true',
      LOG_LEVEL: 'error',
      DATABASE_URL: `file:${join(folder, `${mode}.db`)}`,
      OTP_WEBHOOK_URL: '',
      PASSCODE_SECRET: 'a secret that all test instances share',
      API_KEYS: toApiKeysSetting(FULL, SCOPELESS),
      ...OUT_OF_REACH,
      ...MODES[mode],
    },
    onLog: (text) => {
      logs.push(text);
      if (logs.length > LOG_PIECES_KEPT) logs.shift();
    },
  });
  await verifyCaller({ url: service.url, key: FULL.key, readOutput: lastLogs });
  return { mode, url: service.url, isRunning: () => service.isRunning, lastLogs, stop: () => service.kill() };
}
