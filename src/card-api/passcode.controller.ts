import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { RequireScope } from '../access/require-scope.decorator';
import { type RequestScope, Scope } from '../common/http/request-scope.decorator';
import { PasscodeCheckDto, PasscodeDto, type PasscodeReplyDto } from './dto/passcode.dto';
import { PasscodeStepService } from './passcode-step.service';

@ApiExcludeController()
@Controller('api/cards/passcode')
@RequireScope('cards:write')
export class PasscodeController {
  constructor(private readonly passcodes: PasscodeStepService) {}

  @Post()
  @HttpCode(200)
  requestPasscode(@Body() body: PasscodeDto, @Scope() scope: RequestScope): Promise<PasscodeReplyDto> {
    return this.passcodes.request(body, scope);
  }

  @Post('check')
  @HttpCode(200)
  checkPasscode(@Body() body: PasscodeCheckDto, @Scope() scope: RequestScope): Promise<PasscodeReplyDto> {
    return this.passcodes.check(body, scope);
  }
}
