import { Injectable } from '@nestjs/common';
import { type CallContext } from '../common/call-context';
import { Clock } from '../common/clock';
import { digestText } from '../common/digest-text';
import { type RequestScope } from '../common/http/request-scope.decorator';
import { IdGenerator } from '../common/id-generator';
import { parsePhoneNumber } from '../common/phone-number';
import { IdentityService } from '../identity/identity.service';
import { type CardCustomerDto } from './dto/card-customer.dto';

/** As long as two passcodes are apart at least, so that no two of them fall into one turn. */
const TURN_WINDOW_MS = 20_000;
/** What a service can do in a conversation within one window, in the order in which it makes sense. */
const STEPS = ['request-passcode', 'check-passcode', 'operate'] as const;
type Step = (typeof STEPS)[number];

/** Who asks, and for whom. */
export interface Origin {
  readonly customer: CardCustomerDto;
  readonly scope: RequestScope;
}

/** The two turns that a change takes anywhere else: one proposes it, the next one says yes. */
export interface ChangeTurns {
  readonly proposing: CallContext;
  readonly confirming: CallContext;
}

/**
 * Tells the domain who asks, in its own terms: the service behind the key vouches for its customer's number, and that
 * it is the customer themselves only a passcode can show.
 */
@Injectable()
export class CardApiContexts {
  constructor(
    private readonly identity: IdentityService,
    private readonly clock: Clock,
    private readonly ids: IdGenerator,
  ) {}

  /** For what changes nothing. */
  async forReading(origin: Origin): Promise<CallContext> {
    return this.identity.establish(this.inConversation(origin, 'operate'));
  }

  /** @param requestId the same for every attempt at the request, so that all of them find one proposal. */
  async forChange(origin: Origin, requestId: string): Promise<ChangeTurns> {
    const { caller, actor } = await this.forReading(origin);
    const name = `${ownerOf(origin)}/request/${requestId}`;
    const turn = { caller, actor, conversationKey: name, requestId: origin.scope.requestId };
    return {
      proposing: { ...turn, earlierConversationKeys: [], userTurn: 1, turnKey: `${name}#1` },
      confirming: { ...turn, earlierConversationKeys: [name], userTurn: 2, turnKey: `${name}#2` },
    };
  }

  /**
   * A conversation has no turns here, so the clock counts them: a code that was requested can be checked at once, and
   * one that was checked holds for all that follows.
   */
  inConversation(origin: Origin, step: Step): CallContext {
    const { customer, scope } = origin;
    const phoneNumber = parsePhoneNumber(customer.phone_number);
    const id = customer.conversation_id ?? undefined;
    const requestKey = `${ownerOf(origin)}/request/${this.ids.next()}`;
    const conversationKey = id === undefined ? requestKey : `${ownerOf(origin)}/conversation/${digestText(id)}`;
    const turnWindow = Math.floor(this.clock.now().getTime() / TURN_WINDOW_MS);
    return {
      caller: phoneNumber === undefined ? { level: 'unknown' } : { level: 'asserted', phoneNumber },
      actor: `key:${scope.access.keyId}`,
      conversationKey,
      earlierConversationKeys: [conversationKey],
      userTurn: turnWindow * STEPS.length + STEPS.indexOf(step),
      turnKey: requestKey,
      requestId: scope.requestId,
    };
  }
}

/** The colon keeps these names apart from those of conversations with the agent: no tenant has one in its name. */
function ownerOf({ scope }: Origin): string {
  return `api:${scope.access.tenant}`;
}
