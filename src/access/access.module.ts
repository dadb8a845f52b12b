import { Module } from '@nestjs/common';
import { AccessGuard } from './access.guard';
import { KeyRing } from './key-ring';

@Module({
  providers: [KeyRing, AccessGuard],
  exports: [AccessGuard],
})
export class AccessModule {}
