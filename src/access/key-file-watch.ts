import { readFile } from 'node:fs/promises';
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { AppConfig } from '../config/app-config';
import { nameFileError } from '../config/name-file-error';
import { parseApiKeys } from '../config/parse-api-keys';
import { KeyRing } from './key-ring';

/** A key that was taken out of the file must be refused within a second. */
export const LOOK_EVERY_MS = 250;

/**
 * Reads the file of keys again and again, and hands what has changed to the ring. The text itself is compared: unlike
 * the file's time, its number and the system's notices, it cannot miss a change, whether the file was written,
 * replaced by another or reached through a link. A file that cannot be used changes nothing.
 */
@Injectable()
export class KeyFileWatch implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(KeyFileWatch.name);
  private readonly path: string | undefined;
  private timer: NodeJS.Timeout | undefined;
  private isStopped = false;
  /** The text that was used last; absent until the first look. */
  private text: string | undefined;
  /** The keys in use, to tell a change of theirs from one of a comment. */
  private keys: string;
  /** What was last said to be wrong, so that it is said once and not four times a second. */
  private problem: string | undefined;

  constructor(
    { apiKeysFile, apiKeys }: AppConfig,
    private readonly ring: KeyRing,
  ) {
    this.path = apiKeysFile;
    this.keys = JSON.stringify(apiKeys);
  }

  onApplicationBootstrap(): void {
    if (this.path !== undefined) this.lookLater(this.path);
  }

  onApplicationShutdown(): void {
    this.isStopped = true;
    clearTimeout(this.timer);
  }

  private lookLater(path: string): void {
    if (this.isStopped) return;
    this.timer = setTimeout(() => {
      void this.look(path).finally(() => {
        this.lookLater(path);
      });
    }, LOOK_EVERY_MS).unref();
  }

  /** Never throws. */
  private async look(path: string): Promise<void> {
    try {
      this.use(await readFile(path, 'utf8'));
    } catch (error) {
      this.report(`cannot be read (${nameFileError(error)})`);
    }
  }

  private use(text: string): void {
    if (text === this.text) {
      this.problem = undefined;
      return;
    }
    const { keys, problems } = parseApiKeys(text);
    if (problems.length > 0) {
      this.report(problems.join('; '));
      return;
    }
    this.problem = undefined;
    this.text = text;
    const written = JSON.stringify(keys);
    if (written === this.keys) return;
    this.keys = written;
    this.ring.replace(keys);
    this.logger.log({ keyIds: keys.map(({ keyId }) => keyId) }, 'The API keys were read again');
  }

  private report(problem: string): void {
    if (problem === this.problem) return;
    this.problem = problem;
    this.logger.error({ problem }, 'API_KEYS_FILE cannot be used: the keys that were read last stay in use');
  }
}
