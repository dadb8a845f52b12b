import { Injectable } from '@nestjs/common';
import { type RequestScope } from '../common/http/request-scope.decorator';
import { IdentityService } from '../identity/identity.service';
import { type CheckPasscodeOutcome, type RequestPasscodeOutcome } from '../identity/identity.types';
import { CardApiContexts } from './card-api-contexts';
import { type PasscodeCheckDto, type PasscodeDto, type PasscodeReplyDto } from './dto/passcode.dto';

/** Lets a service prove that its customer is there, with the same codes and limits as on the telephone. */
@Injectable()
export class PasscodeStepService {
  constructor(
    private readonly contexts: CardApiContexts,
    private readonly identity: IdentityService,
  ) {}

  async request(customer: PasscodeDto, scope: RequestScope): Promise<PasscodeReplyDto> {
    const context = this.contexts.inConversation({ customer, scope }, 'request-passcode');
    return toRequestReply(await this.identity.requestPasscode({ context }));
  }

  async check({ code, ...customer }: PasscodeCheckDto, scope: RequestScope): Promise<PasscodeReplyDto> {
    const context = this.contexts.inConversation({ customer, scope }, 'check-passcode');
    const outcome = await this.identity.checkPasscode({ context, code });
    if (outcome.status !== 'none') return toCheckReply(outcome);
    // The code is used up when its check is sent again, because the first answer got lost.
    const { caller } = await this.contexts.forReading({ customer, scope });
    return { status: caller.level === 'verified' ? 'verified' : 'none' };
  }
}

function toRequestReply(outcome: RequestPasscodeOutcome): PasscodeReplyDto {
  const { status } = outcome;
  switch (status) {
    case 'sent':
      return { status, masked_number: outcome.maskedNumber, expires_at: outcome.expiresAt.toISOString() };
    case 'resend_limited':
      return { status, retry_at: outcome.retryAt.toISOString() };
    case 'locked':
      return { status, locked_until: outcome.until.toISOString() };
    case 'no_number':
      return { status };
  }
}

function toCheckReply(outcome: CheckPasscodeOutcome): PasscodeReplyDto {
  const { status } = outcome;
  switch (status) {
    case 'wrong':
      return { status, tries_left: outcome.triesLeft };
    case 'locked':
      return { status, locked_until: outcome.until.toISOString() };
    default:
      return { status };
  }
}
