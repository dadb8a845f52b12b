import { Module } from '@nestjs/common';
import { AccessGuard } from './access.guard';
import { KeyFileWatch } from './key-file-watch';
import { KeyRing } from './key-ring';

@Module({
  providers: [KeyRing, KeyFileWatch, AccessGuard],
  exports: [AccessGuard, KeyFileWatch],
})
export class AccessModule {}
