import { readFile } from 'node:fs/promises';
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { type ApiKey, AppConfig } from '../config/app-config';
import { nameFileError } from '../config/name-file-error';
import { findDigests, parseApiKeys } from '../config/parse-api-keys';
import { KeyRing } from './key-ring';

/** A key that was taken out of the file must be refused within a second, even when that takes two looks. */
export const LOOK_EVERY_MS = 250;

/** So many looks in a row that find the last reading without its end are reported: a second. */
export const LOOKS_IN_VAIN = 4;

/** As a health check tells of a part of the service. Whoever asks may be anybody, so it says nothing of the problem. */
interface KeyFileHealth {
  readonly state: 'up' | 'down';
  readonly detail: string;
}

/**
 * Reads the file of keys again and again, and hands what has changed to the ring. The text itself is compared: unlike
 * the file's time, its number and the system's notices, it cannot miss a change, whether the file was written,
 * replaced by another or reached through a link.
 *
 * A text with a problem lets nobody in who was not in before. But a key that no longer stands in it is refused, since
 * a slip in one line must not keep a leaked key of another line alive. That takes two looks that find the same text:
 * whoever writes a file empties it first.
 */
@Injectable()
export class KeyFileWatch implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(KeyFileWatch.name);
  private readonly path: string | undefined;
  private timer: NodeJS.Timeout | undefined;
  private isReading = false;
  private looksInVain = 0;
  /** The text that the last look found. */
  private text: string | undefined;
  private keys: readonly ApiKey[];
  /** What is wrong with the file now. */
  private problem: string | undefined;

  constructor(
    { apiKeysFile, apiKeys }: AppConfig,
    private readonly ring: KeyRing,
  ) {
    this.path = apiKeysFile;
    this.keys = apiKeys;
  }

  onApplicationBootstrap(): void {
    if (this.path === undefined) return;
    this.timer = setInterval(() => void this.look(), LOOK_EVERY_MS).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** @returns `undefined` where keys come from the environment. */
  checkHealth(): KeyFileHealth | undefined {
    if (this.path === undefined) return undefined;
    return this.problem === undefined
      ? { state: 'up', detail: 'The file of API keys is in use as it stands.' }
      : { state: 'down', detail: 'The file of API keys cannot be used as it stands; the log says why.' };
  }

  /**
   * Looks once. Never throws. A reading of a mount that hangs cannot be called back, and holds one of the few threads
   * that all files share, so none is begun beside it.
   */
  async look(): Promise<void> {
    if (this.path === undefined) return;
    if (this.isReading) {
      this.looksInVain += 1;
      if (this.looksInVain >= LOOKS_IN_VAIN) this.report('cannot be read (no answer)');
      return;
    }
    this.isReading = true;
    try {
      this.use(await readFile(this.path, 'utf8'));
    } catch (error) {
      this.report(`cannot be read (${nameFileError(error)})`);
    } finally {
      this.isReading = false;
      this.looksInVain = 0;
    }
  }

  private use(text: string): void {
    const isConfirmed = text === this.text;
    this.text = text;
    const { keys, problems } = parseApiKeys(text);
    if (problems.length === 0) {
      this.problem = undefined;
      this.replace(keys, 'The API keys were read again');
      return;
    }
    this.report(problems.join('; '));
    if (!isConfirmed) return;
    const listed = findDigests(text);
    const left = this.keys.filter(({ sha256 }) => listed.has(sha256));
    this.replace(left, 'API keys that no longer stand in API_KEYS_FILE are refused');
  }

  /** Comments, and where a key stands in the file, change nothing. */
  private replace(keys: readonly ApiKey[], message: string): void {
    if (JSON.stringify(keys) === JSON.stringify(this.keys)) return;
    this.keys = keys;
    this.ring.replace(keys);
    this.logger.log({ keyIds: keys.map(({ keyId }) => keyId) }, message);
  }

  /** Once, and not four times a second. */
  private report(problem: string): void {
    if (problem === this.problem) return;
    this.problem = problem;
    this.logger.error({ problem }, 'API_KEYS_FILE cannot be used: no key is added until it can');
  }
}
