import { Injectable, Logger } from '@nestjs/common';
import { digestText } from '../../common/digest-text';
import { parsePhoneNumber, type PhoneNumber } from '../../common/phone-number';
import { type RequestScope } from '../../common/http/request-scope.decorator';
import { IdGenerator } from '../../common/id-generator';
import { ConversationService } from '../../conversation/conversation.service';
import { readCallerTag } from '../../common/read-caller-tag';
import { InvalidQueryError } from '../agent-error';
import { type AgentEvent } from '../agent-event';
import { AgentService } from '../agent.service';
import { type AgentTurn } from '../agent-turn';
import { toTurnRights, type TurnRights } from '../to-turn-rights';
import { type AgentQueryDto } from './agent-query.dto';

/** A turn under way, and the id under which the next one continues it. */
export interface NativeTurn {
  readonly conversationId: string;
  readonly events: AsyncIterable<AgentEvent>;
}

/** Keeps the history of callers that send one query at a time, so that they need not replay it. */
@Injectable()
export class NativeConversation {
  private readonly logger = new Logger(NativeConversation.name);

  constructor(
    private readonly agent: AgentService,
    private readonly conversations: ConversationService,
    private readonly ids: IdGenerator,
  ) {}

  /** @throws InvalidQueryError before anything is stored, when the query's tag holds no telephone number. */
  begin(query: AgentQueryDto, scope: RequestScope): NativeTurn {
    const { text, phoneNumber } = readCallerTag(query.query);
    if (phoneNumber === 'malformed') {
      throw new InvalidQueryError('The [phone: ...] tag must hold a telephone number such as +1234567890.');
    }
    const { access, ...request } = scope;
    const rights = toTurnRights(access);
    const conversationId = query.conversation_id ?? this.ids.next();
    return {
      conversationId,
      events: this.run({
        ...request,
        ...rights,
        conversationId,
        storedId: `${rights.conversationOwner}/${digestText(conversationId)}`,
        text,
        ...optionalNumber(parsePhoneNumber(query.phone_number ?? '') ?? phoneNumber),
      }),
    };
  }

  /**
   * The user's words are stored before the agent acts on them, the answer before it is reported as complete. A client
   * whose connection broke sends the same again: then no question was heard, and the same words are no answer to it.
   */
  private async *run({ text, phoneNumber: given, storedId, ...rest }: NativeInput): AsyncGenerator<AgentEvent> {
    const { messages, skippedUserTurns, phoneNumber } = await this.conversations.recordUserMessage({
      conversationId: storedId,
      text,
      ...optionalNumber(given),
    });
    const turn: AgentTurn = {
      messages: messages.map(toTurnMessage),
      skippedUserTurns,
      sampling: {},
      ...optionalNumber(phoneNumber),
      ...rest,
    };
    let answer = '';
    for await (const event of this.agent.run(turn)) {
      if (event.type === 'text-delta') answer += event.text;
      if (event.type === 'turn-end') {
        await this.recordAnswer({ conversationId: storedId, text: answer }, turn.signal);
      }
      yield event;
    }
  }

  private async recordAnswer(answer: Answer, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    const recording = this.conversations.recordAssistantMessage(answer);
    const takeBack = async (): Promise<void> => {
      try {
        await (await recording).takeBack();
      } catch (error) {
        this.logger.error({ err: error }, 'An answer that did not reach its caller stays in the conversation');
      }
    };
    // The signal is the request's own, and the listener goes with it.
    signal.addEventListener('abort', () => void takeBack(), { once: true });
    await recording;
  }
}

interface Answer {
  readonly conversationId: string;
  readonly text: string;
}

interface NativeInput extends Omit<RequestScope, 'access'>, TurnRights {
  /** As the client knows it. */
  readonly conversationId: string;
  /** Under which it is stored: no client can name the conversation of another owner, nor write anything into the store. */
  readonly storedId: string;
  /** What the caller says, without the tag. */
  readonly text: string;
  readonly phoneNumber?: PhoneNumber;
}

interface StoredMessage {
  readonly role: 'user' | 'assistant';
  readonly text: string;
}

function toTurnMessage({ role, text }: StoredMessage): AgentTurn['messages'][number] {
  return role === 'user' ? { role, text } : { role, text, toolCalls: [] };
}

function optionalNumber(phoneNumber: PhoneNumber | undefined): { readonly phoneNumber?: PhoneNumber } {
  return phoneNumber === undefined ? {} : { phoneNumber };
}
