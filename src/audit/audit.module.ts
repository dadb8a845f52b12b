import { Module } from '@nestjs/common';
import { DatabaseModule } from '../database/database.module';
import { AuditLog } from './audit-log';

@Module({
  imports: [DatabaseModule],
  providers: [AuditLog],
  exports: [AuditLog],
})
export class AuditModule {}
