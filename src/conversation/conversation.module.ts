import { Module } from '@nestjs/common';
import { DatabaseModule } from '../database/database.module';
import { ConversationService } from './conversation.service';
import { ConversationRepository } from './persistence/conversation.repository';
import { ServerCallsRepository } from './persistence/server-calls.repository';

@Module({
  imports: [DatabaseModule],
  providers: [ConversationService, ConversationRepository, ServerCallsRepository],
  exports: [ConversationService],
})
export class ConversationModule {}
