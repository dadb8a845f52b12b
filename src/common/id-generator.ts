import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';

/** The only source of row ids: UUIDv7, so that ids sort by the time of their making. */
@Injectable()
export class IdGenerator {
  next(): string {
    return v7();
  }
}
