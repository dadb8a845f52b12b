import { Logger } from '@nestjs/common';
import { Clock } from '../../../src/common/clock';
import { type Limits } from '../../../src/rate-limit/limits';
import { RateLimiter } from '../../../src/rate-limit/rate-limiter';
import { PatientRedis } from '../../support/patient-redis';

/*
 * Usage: take-requests.child.ts <Redis URL> <keys with their limits, as JSON> <requests for each key>
 * Waits for a word of the parent, asks for everything at once, and tells how much each key was granted.
 */

type LimitsOfKeys = Readonly<Record<string, Limits>>;

/** What the parent hears: first that the child is ready, then what it got. */
export type TakerMessage =
  { readonly status: 'ready' } | { readonly status: 'done'; readonly granted: Readonly<Record<string, number>> };

interface Task {
  readonly url: string;
  readonly limitsOfKeys: LimitsOfKeys;
  readonly count: number;
}

async function takeAll({ url, limitsOfKeys, count }: Task): Promise<void> {
  Logger.overrideLogger(['error', 'fatal']);
  const redis = await PatientRedis.connect(url);
  const go = new Promise((resolve) => process.once('message', resolve));
  tell({ status: 'ready' });
  await go;
  const granted = Object.entries(limitsOfKeys).map(async ([keyId, limits]) => {
    const limiter = new RateLimiter({ limits, redis, clock: new Clock(), assumedInstances: 1 });
    const request = { keyId, caller: undefined, tokens: 10, isStream: true };
    const grants = await Promise.all(Array.from({ length: count }, () => limiter.take(request)));
    return [keyId, grants.filter(({ verdict }) => verdict.exceeded === undefined).length] as const;
  });
  tell({ status: 'done', granted: Object.fromEntries(await Promise.all(granted)) });
  redis.onApplicationShutdown();
}

function tell(message: TakerMessage): void {
  process.send?.(message);
}

const [url = '', limitsOfKeys = '', count = ''] = process.argv.slice(2);
void takeAll({ url, limitsOfKeys: JSON.parse(limitsOfKeys) as LimitsOfKeys, count: Number(count) }).then(() => {
  process.disconnect();
});
