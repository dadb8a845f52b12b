import { createHmac, randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { AppConfig } from '../config/app-config';

const SECRET_BYTES = 32;

/**
 * Digests that tell nothing to those who can read them, though all texts can be tried: they need a secret. It is the one
 * that all instances share; where there is none, there is only one instance, and its digests last as long as it runs.
 */
@Injectable()
export class KeyedDigest {
  private readonly secret: string | Buffer;

  constructor(@Inject(AppConfig) { passcodes }: Pick<AppConfig, 'passcodes'>) {
    this.secret = passcodes.secret ?? randomBytes(SECRET_BYTES);
  }

  /**
   * @param purpose keeps digests apart that are made for different ends; without a line break.
   * @returns 32 bytes.
   */
  of(purpose: string, text: string): Buffer {
    return createHmac('sha256', this.secret).update(`${purpose}\n${text}`).digest();
  }
}
