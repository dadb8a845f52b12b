import { createHmac, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { IdGenerator } from '../common/id-generator';
import { AppConfig } from '../config/app-config';

const CODE_LENGTH = 6;
const SECRET_BYTES = 32;

export interface NewPasscode {
  readonly id: string;
  /** Six digits. It is sent, and kept nowhere. */
  readonly code: string;
  readonly codeHash: string;
}

/**
 * Makes codes and recognises them. There are only a million codes, so a hash alone, salted or not, gives them away at
 * once to whoever reads the table: what is stored is keyed with a secret that is not in the database.
 */
@Injectable()
export class PasscodeMaker {
  private readonly secret: string | Buffer;

  constructor(
    { passcodes }: AppConfig,
    private readonly ids: IdGenerator,
  ) {
    this.secret = passcodes.secret ?? randomBytes(SECRET_BYTES);
  }

  make(): NewPasscode {
    const id = this.ids.next();
    const code = randomInt(10 ** CODE_LENGTH)
      .toString()
      .padStart(CODE_LENGTH, '0');
    return { id, code, codeHash: this.digest('passcode', id, code) };
  }

  /** Takes the same time wherever the first difference is. */
  matches({ id, codeHash }: Omit<NewPasscode, 'code'>, code: string): boolean {
    const expected = Buffer.from(codeHash);
    const given = Buffer.from(this.digest('passcode', id, code));
    return expected.length === given.length && timingSafeEqual(expected, given);
  }

  /** Stands for what must not be stored as it is. The first part names the purpose. */
  digest(...parts: readonly string[]): string {
    return createHmac('sha256', this.secret).update(JSON.stringify(parts)).digest('base64url');
  }
}
