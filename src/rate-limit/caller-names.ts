import { Injectable } from '@nestjs/common';
import { KeyedDigest } from '../common/keyed-digest';
import { type CallerMark } from './identify-caller';

const NAME_BYTES = 16;

/** Names callers so that nobody who reads the names learns a number. */
@Injectable()
export class CallerNames {
  constructor(private readonly digest: KeyedDigest) {}

  nameOf({ kind, value }: CallerMark): string {
    return this.digest.of('limited caller', `${kind}\n${value}`).subarray(0, NAME_BYTES).toString('base64url');
  }
}
