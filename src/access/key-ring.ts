import { timingSafeEqual } from 'node:crypto';
import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { type Access, ANONYMOUS_ACCESS } from '../common/access';
import { type ApiKey, AppConfig } from '../config/app-config';
import { isLoopbackHost } from '../common/http/loopback';
import { ApiKeyMissingError, ApiKeyUnknownError, HostUnknownError } from './access-error';
import { digestKey } from './digest-key';

interface KnownKey {
  readonly access: Access;
  readonly digest: Buffer;
}

/** The keys that may be used, known by their digests. */
@Injectable()
export class KeyRing implements OnModuleInit {
  private readonly logger = new Logger(KeyRing.name);
  /** Decided at start for good: a ring that has lost its keys lets nobody in. */
  private readonly servesEverybody: boolean;
  private keys: readonly KnownKey[];

  constructor({ apiKeys }: AppConfig) {
    this.servesEverybody = apiKeys.length === 0;
    this.keys = apiKeys.map(toKnownKey);
  }

  onModuleInit(): void {
    if (this.servesEverybody) this.logger.warn('There are no API keys: whoever is on this machine is served');
  }

  /** From the next request on, these keys may be used and no others. */
  replace(apiKeys: readonly ApiKey[]): void {
    this.keys = apiKeys.map(toKnownKey);
  }

  /**
   * Without keys a name is all that tells a browser's pages apart: one whose domain was made to lead to this machine
   * would be of the same origin as the service, and be served as if it were its own.
   *
   * @param presented what came with the request; without configured keys it does not matter.
   * @param host that the request is for; with configured keys it does not matter.
   * @throws HostUnknownError, ApiKeyMissingError, ApiKeyUnknownError
   */
  authenticate(presented: string | undefined, host?: string): Access {
    if (this.servesEverybody) {
      if (!isLoopbackHost(host ?? '')) throw new HostUnknownError('The host is not this machine.');
      return ANONYMOUS_ACCESS;
    }
    if (presented === undefined) throw new ApiKeyMissingError('The request carries no API key.');
    const access = this.find(digestKey(presented));
    if (access === undefined) throw new ApiKeyUnknownError('The API key is not known.');
    return access;
  }

  /** Looks at every key, each in constant time, so that the time it takes tells nothing of the keys. */
  private find(digest: Buffer): Access | undefined {
    let found: Access | undefined;
    for (const key of this.keys) if (timingSafeEqual(digest, key.digest)) found = key.access;
    return found;
  }
}

function toKnownKey({ sha256, ...access }: ApiKey): KnownKey {
  return { access, digest: Buffer.from(sha256, 'hex') };
}
