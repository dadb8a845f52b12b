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

export interface FuzzedService {
  readonly url: string;
  readonly keys: FuzzKeys;
  readonly isRunning: () => boolean;
  readonly lastLogs: () => string;
  readonly stop: () => Promise<void>;
}

/** The built service with its demo bank, in a process of its own. */
export async function startFuzzedService(): Promise<FuzzedService> {
  const built = buildDocumentedService();
  const folder = await mkdtemp(join(existsSync(MEMORY_DISK) ? MEMORY_DISK : tmpdir(), 'tellerline-fuzz-'));
  const logs: string[] = [];
  const lastLogs = (): string => logs.join('');
  const service = await ServiceProcess.start({
    root: built.root,
    settings: {
      NODE_ENV: 'test',
      DOCS: 'true',
      LOG_LEVEL: 'error',
      DATABASE_URL: `file:${join(folder, 'fuzz.db')}`,
      OTP_WEBHOOK_URL: '',
      PASSCODE_SECRET: 'a secret that all test instances share',
      API_KEYS: toApiKeysSetting(FULL, SCOPELESS),
      ...OUT_OF_REACH,
    },
    onLog: (text) => {
      logs.push(text);
      if (logs.length > LOG_PIECES_KEPT) logs.shift();
    },
  });
  await verifyCaller({ url: service.url, key: FULL.key, readOutput: lastLogs });
  return {
    url: service.url,
    keys: { full: FULL.key, scopeless: SCOPELESS.key },
    isRunning: () => service.isRunning,
    lastLogs,
    stop: async () => {
      await service.kill();
      built.remove();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
