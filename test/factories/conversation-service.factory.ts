import { Clock } from '../../src/common/clock';
import { IdGenerator } from '../../src/common/id-generator';
import { ConversationService } from '../../src/conversation/conversation.service';
import { ConversationRepository } from '../../src/conversation/persistence/conversation.repository';
import { ServerCallsRepository } from '../../src/conversation/persistence/server-calls.repository';
import { type Database } from '../../src/database/database';

/** The service as its module wires it. */
export function createConversationService(database: Database, clock: Clock = new Clock()): ConversationService {
  return new ConversationService(
    new ConversationRepository(database, clock, new IdGenerator()),
    new ServerCallsRepository(database, clock),
  );
}
