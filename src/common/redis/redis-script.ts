import { createHash } from 'node:crypto';
import { type Redis } from 'ioredis';

/** Lua that runs within Redis, as one step that nothing comes between. */
export class RedisScript {
  private readonly digest: string;

  constructor(private readonly text: string) {
    this.digest = createHash('sha1').update(text).digest('hex');
  }

  /** Names the script by its digest, and sends it whole only to a Redis that does not know it yet. */
  async run(redis: Redis, input: ScriptInput): Promise<unknown> {
    const rest = [input.keys.length, ...input.keys, ...input.values] as const;
    try {
      return await redis.evalsha(this.digest, ...rest);
    } catch (error) {
      if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT')) throw error;
      return redis.eval(this.text, ...rest);
    }
  }
}

export interface ScriptInput {
  readonly keys: readonly string[];
  readonly values: readonly (string | number)[];
}
