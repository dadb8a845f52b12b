import { Module } from '@nestjs/common';
import { DatabaseModule } from '../database/database.module';
import { ConversationService } from './conversation.service';
import { ConversationRepository } from './persistence/conversation.repository';

@Module({
  imports: [DatabaseModule],
  providers: [ConversationService, ConversationRepository],
  exports: [ConversationService],
})
export class ConversationModule {}
