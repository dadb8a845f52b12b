import { Injectable } from '@nestjs/common';
import { StepUp } from './step-up';
import { Tool, type ToolContext, type ToolResult } from './tool';

/** For a caller who did not get the code; the first one is sent without asking, when an operation needs it. */
@Injectable()
export class SendPasscodeTool extends Tool {
  readonly definition = {
    name: 'send_passcode',
    description: 'Sends the caller a new one-time passcode when the last one did not arrive or is no longer valid.',
    inputSchema: { type: 'object', properties: {}, additionalProperties: false },
  };

  constructor(private readonly stepUp: StepUp) {
    super();
  }

  async run(_input: object, context: ToolContext): Promise<ToolResult> {
    if (context.card.caller.level === 'verified') {
      return { status: 'verified', output: {}, say: 'I know already that it is you. What can I do for you?' };
    }
    return this.stepUp.answer('verify', context);
  }
}
