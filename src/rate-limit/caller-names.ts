import { createHmac, randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { AppConfig } from '../config/app-config';
import { type CallerMark } from './identify-caller';

const SECRET_BYTES = 32;
const NAME_BYTES = 16;

/**
 * Names callers so that nobody who reads the names learns a number, though all numbers can be tried: the names need a
 * secret. It is the one that all instances share; where there is none, there is only one instance.
 */
@Injectable()
export class CallerNames {
  private readonly secret: string | Buffer;

  constructor(@Inject(AppConfig) { passcodes }: Pick<AppConfig, 'passcodes'>) {
    this.secret = passcodes.secret ?? randomBytes(SECRET_BYTES);
  }

  nameOf({ kind, value }: CallerMark): string {
    const digest = createHmac('sha256', this.secret).update(`limited caller\n${kind}\n${value}`).digest();
    return digest.subarray(0, NAME_BYTES).toString('base64url');
  }
}
