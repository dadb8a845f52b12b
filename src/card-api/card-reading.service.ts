import { Injectable } from '@nestjs/common';
import { type RequestScope } from '../common/http/request-scope.decorator';
import { type DeniedOutcome } from '../credit-card/credit-card.outcomes';
import { type CardQuestion } from '../credit-card/card-enquiry.service';
import { CreditCardService } from '../credit-card/credit-card.service';
import { CardApiContexts } from './card-api-contexts';
import { StepUpRequiredError } from './card-api-error';
import { type CardCustomerDto, type CardSelectionDto } from './dto/card-customer.dto';
import { type CardReplyDto } from './dto/card-reply.dto';
import { toCardReply } from './to-card-reply';
import { toCardSelection } from './to-card-selection';
import { type ToldOutcome } from './told-outcome';

/** Answers what a service asks on behalf of a customer. Each method throws StepUpRequiredError. */
@Injectable()
export class CardReadingService {
  constructor(
    private readonly contexts: CardApiContexts,
    private readonly creditCards: CreditCardService,
  ) {}

  async listCards(customer: CardCustomerDto, scope: RequestScope): Promise<CardReplyDto> {
    return tell(await this.creditCards.listCards(await this.contexts.forReading({ customer, scope })));
  }

  async readBalance(selection: CardSelectionDto, scope: RequestScope): Promise<CardReplyDto> {
    return tell(await this.creditCards.getBalance(await this.toQuestion(selection, scope)));
  }

  async listTransactions(selection: CardSelectionDto, scope: RequestScope): Promise<CardReplyDto> {
    return tell(await this.creditCards.listTransactions(await this.toQuestion(selection, scope)));
  }

  async readReplacementStatus(selection: CardSelectionDto, scope: RequestScope): Promise<CardReplyDto> {
    return tell(await this.creditCards.getReplacementStatus(await this.toQuestion(selection, scope)));
  }

  private async toQuestion(selection: CardSelectionDto, scope: RequestScope): Promise<CardQuestion> {
    const context = await this.contexts.forReading({ customer: selection, scope });
    return { context, ...toCardSelection(selection) };
  }
}

function tell(outcome: ToldOutcome | DeniedOutcome): CardReplyDto {
  if (outcome.status === 'denied') throw new StepUpRequiredError(outcome.nextStep);
  return toCardReply(outcome);
}
