import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { RequireScope } from '../access/require-scope.decorator';
import { type RequestScope, Scope } from '../common/http/request-scope.decorator';
import { LimitRequests } from '../rate-limit/limited.decorator';
import { ApiCardOperation } from './docs/api-card-operation.decorator';
import { PasscodeCheckDto, PasscodeDto, PasscodeReplyDto } from './dto/passcode.dto';
import { PasscodeStepService } from './passcode-step.service';

@Controller('api/cards/passcode')
@RequireScope('cards:write')
@LimitRequests()
export class PasscodeController {
  constructor(private readonly passcodes: PasscodeStepService) {}

  @Post()
  @HttpCode(200)
  @ApiCardOperation('passcode', { body: PasscodeDto, reply: PasscodeReplyDto })
  requestPasscode(@Body() body: PasscodeDto, @Scope() scope: RequestScope): Promise<PasscodeReplyDto> {
    return this.passcodes.request(body, scope);
  }

  @Post('check')
  @HttpCode(200)
  @ApiCardOperation('passcodeCheck', { body: PasscodeCheckDto, reply: PasscodeReplyDto })
  checkPasscode(@Body() body: PasscodeCheckDto, @Scope() scope: RequestScope): Promise<PasscodeReplyDto> {
    return this.passcodes.check(body, scope);
  }
}
