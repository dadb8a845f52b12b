import { Module } from '@nestjs/common';
import { AgentModule } from '../agent/agent.module';
import { CallTurns } from './turns/call-turns';

@Module({
  imports: [AgentModule],
  providers: [CallTurns],
  exports: [CallTurns],
})
export class VapiModule {}
