import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { RequireScope } from '../access/require-scope.decorator';
import { type RequestScope, Scope } from '../common/http/request-scope.decorator';
import { CardReadingService } from './card-reading.service';
import { CardCustomerDto, CardSelectionDto } from './dto/card-customer.dto';
import { type CardReplyDto } from './dto/card-reply.dto';

@ApiExcludeController()
@Controller('api/cards')
@RequireScope('cards:write')
export class CardReadingController {
  constructor(private readonly reading: CardReadingService) {}

  @Post('list')
  @HttpCode(200)
  listCards(@Body() body: CardCustomerDto, @Scope() scope: RequestScope): Promise<CardReplyDto> {
    return this.reading.listCards(body, scope);
  }

  @Post('balance')
  @HttpCode(200)
  readBalance(@Body() body: CardSelectionDto, @Scope() scope: RequestScope): Promise<CardReplyDto> {
    return this.reading.readBalance(body, scope);
  }

  @Post('transactions')
  @HttpCode(200)
  listTransactions(@Body() body: CardSelectionDto, @Scope() scope: RequestScope): Promise<CardReplyDto> {
    return this.reading.listTransactions(body, scope);
  }

  @Post('replacement-status')
  @HttpCode(200)
  readReplacementStatus(@Body() body: CardSelectionDto, @Scope() scope: RequestScope): Promise<CardReplyDto> {
    return this.reading.readReplacementStatus(body, scope);
  }
}
