import { randomUUID } from 'node:crypto';
import { type CallContext, type CallerLevel } from '../../src/common/call-context';
import { type PhoneNumber } from '../../src/common/phone-number';

/** Makes the contexts of one conversation, turn after turn, as the edge would. */
export class TestConversation {
  constructor(
    private readonly phoneNumber: PhoneNumber | undefined,
    private readonly level: CallerLevel = 'asserted',
    /** To be named when two processes take part in one conversation. */
    private readonly id: string = randomUUID(),
  ) {}

  /** @param number 1 for the first user message. */
  turn(number: number, level: CallerLevel = this.level): CallContext {
    return {
      caller: { level, ...(this.phoneNumber === undefined ? {} : { phoneNumber: this.phoneNumber }) },
      conversationKey: this.keyOf(number),
      earlierConversationKeys: Array.from({ length: number - 1 }, (_, index) => this.keyOf(index + 1)),
      actor: 'caller',
      userTurn: number,
      turnKey: this.keyOf(number),
      requestId: randomUUID(),
    };
  }

  /** The same turn as a caller gives it who names the conversation by one id from first to last. */
  turnUnderOneKey(number: number): CallContext {
    return {
      ...this.turn(number),
      conversationKey: this.id,
      earlierConversationKeys: [this.id],
      turnKey: `${this.id}#${number}`,
    };
  }

  private keyOf(turn: number): string {
    return `${this.id}/${turn}`;
  }
}
