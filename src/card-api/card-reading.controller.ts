import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { RequireScope } from '../access/require-scope.decorator';
import { type RequestScope, Scope } from '../common/http/request-scope.decorator';
import { LimitRequests } from '../rate-limit/limited.decorator';
import { CardReadingService } from './card-reading.service';
import { ApiCardOperation } from './docs/api-card-operation.decorator';
import { CardCustomerDto, CardSelectionDto } from './dto/card-customer.dto';
import { CardReplyDto } from './dto/card-reply.dto';

@Controller('api/cards')
@RequireScope('cards:write')
@LimitRequests()
export class CardReadingController {
  constructor(private readonly reading: CardReadingService) {}

  @Post('list')
  @HttpCode(200)
  @ApiCardOperation('list', { body: CardCustomerDto, reply: CardReplyDto })
  listCards(@Body() body: CardCustomerDto, @Scope() scope: RequestScope): Promise<CardReplyDto> {
    return this.reading.listCards(body, scope);
  }

  @Post('balance')
  @HttpCode(200)
  @ApiCardOperation('balance', { body: CardSelectionDto, reply: CardReplyDto, needsVerified: true })
  readBalance(@Body() body: CardSelectionDto, @Scope() scope: RequestScope): Promise<CardReplyDto> {
    return this.reading.readBalance(body, scope);
  }

  @Post('transactions')
  @HttpCode(200)
  @ApiCardOperation('transactions', { body: CardSelectionDto, reply: CardReplyDto, needsVerified: true })
  listTransactions(@Body() body: CardSelectionDto, @Scope() scope: RequestScope): Promise<CardReplyDto> {
    return this.reading.listTransactions(body, scope);
  }

  @Post('replacement-status')
  @HttpCode(200)
  @ApiCardOperation('replacementStatus', { body: CardSelectionDto, reply: CardReplyDto })
  readReplacementStatus(@Body() body: CardSelectionDto, @Scope() scope: RequestScope): Promise<CardReplyDto> {
    return this.reading.readReplacementStatus(body, scope);
  }
}
