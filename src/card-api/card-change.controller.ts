import { Body, Controller, HttpCode, Post, UseInterceptors } from '@nestjs/common';
import { RequireScope } from '../access/require-scope.decorator';
import { type RequestScope, Scope } from '../common/http/request-scope.decorator';
import { LimitRequests } from '../rate-limit/limited.decorator';
import { CardChangeService } from './card-change.service';
import { ApiCardChange } from './docs/api-card-operation.decorator';
import { DisputedTransactionDto, LostCardDto } from './dto/card-change.dto';
import { CardSelectionDto } from './dto/card-customer.dto';
import { CardReplyDto } from './dto/card-reply.dto';
import { IdempotencyInterceptor } from './idempotency/idempotency.interceptor';
import { IdempotentRequestId } from './idempotency/idempotent-request-id.decorator';
import { toWantedChange, toWantedDispute } from './to-wanted-change';

@Controller('api/cards')
@RequireScope('cards:write')
@LimitRequests()
@UseInterceptors(IdempotencyInterceptor)
export class CardChangeController {
  constructor(private readonly changes: CardChangeService) {}

  @Post('block')
  @HttpCode(200)
  @ApiCardChange('block', { body: CardSelectionDto, reply: CardReplyDto })
  blockCard(
    @Body() customer: CardSelectionDto,
    @Scope() scope: RequestScope,
    @IdempotentRequestId() requestId: string,
  ): Promise<CardReplyDto> {
    return this.changes.change({ customer, scope, requestId }, toWantedChange('block_card', customer));
  }

  @Post('unblock')
  @HttpCode(200)
  @ApiCardChange('unblock', { body: CardSelectionDto, reply: CardReplyDto, needsVerified: true })
  unblockCard(
    @Body() customer: CardSelectionDto,
    @Scope() scope: RequestScope,
    @IdempotentRequestId() requestId: string,
  ): Promise<CardReplyDto> {
    return this.changes.change({ customer, scope, requestId }, toWantedChange('unblock_card', customer));
  }

  @Post('report-lost')
  @HttpCode(200)
  @ApiCardChange('reportLost', { body: LostCardDto, reply: CardReplyDto })
  reportCardLost(
    @Body() customer: LostCardDto,
    @Scope() scope: RequestScope,
    @IdempotentRequestId() requestId: string,
  ): Promise<CardReplyDto> {
    const wanted = { ...toWantedChange('report_card_lost', customer), reason: customer.reason };
    return this.changes.change({ customer, scope, requestId }, wanted);
  }

  @Post('replace')
  @HttpCode(200)
  @ApiCardChange('replace', { body: CardSelectionDto, reply: CardReplyDto, needsVerified: true })
  replaceCard(
    @Body() customer: CardSelectionDto,
    @Scope() scope: RequestScope,
    @IdempotentRequestId() requestId: string,
  ): Promise<CardReplyDto> {
    const wanted = { ...toWantedChange('replace_card', customer), reason: 'damaged' } as const;
    return this.changes.change({ customer, scope, requestId }, wanted);
  }

  @Post('activate')
  @HttpCode(200)
  @ApiCardChange('activate', { body: CardSelectionDto, reply: CardReplyDto, needsVerified: true })
  activateCard(
    @Body() customer: CardSelectionDto,
    @Scope() scope: RequestScope,
    @IdempotentRequestId() requestId: string,
  ): Promise<CardReplyDto> {
    return this.changes.change({ customer, scope, requestId }, toWantedChange('activate_card', customer));
  }

  @Post('dispute')
  @HttpCode(200)
  @ApiCardChange('dispute', { body: DisputedTransactionDto, reply: CardReplyDto, needsVerified: true })
  disputeTransaction(
    @Body() customer: DisputedTransactionDto,
    @Scope() scope: RequestScope,
    @IdempotentRequestId() requestId: string,
  ): Promise<CardReplyDto> {
    return this.changes.change({ customer, scope, requestId }, toWantedDispute(customer));
  }
}
