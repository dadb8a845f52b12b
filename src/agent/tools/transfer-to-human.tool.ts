import { Injectable } from '@nestjs/common';
import { maskCardText } from '../../common/card-data/mask-card-data';
import { maskSensitive } from '../../common/mask-sensitive';
import { CreditCardService } from '../../credit-card/credit-card.service';
import { repeatsPrompt } from '../guard/repeats-prompt';
import { Tool, type ToolContext, type ToolResult } from './tool';

interface TransferInput {
  readonly reason: string;
}

/** The service cannot connect a call, so the sentence names a way that always works instead of promising a transfer. */
export const HANDOVER = 'A colleague can help you with that: please call the number on the back of your card.';

const WITHHELD = '[withheld]';

/** Ends the machine's part. The service that reads `actions` can connect the call. */
@Injectable()
export class TransferToHumanTool extends Tool {
  readonly definition = {
    name: 'transfer_to_human',
    description: 'Hands the caller over to a person of the bank.',
    inputSchema: {
      type: 'object',
      properties: { reason: { type: 'string', maxLength: 200, description: 'Why, in a few words.' } },
      required: ['reason'],
      additionalProperties: false,
    },
  };

  override readonly openOperation = 'transfer_to_human';

  constructor(private readonly creditCards: CreditCardService) {
    super();
  }

  async run({ reason }: TransferInput, { card: context }: ToolContext): Promise<ToolResult> {
    await this.creditCards.handOver(context, 'caller_request');
    return { status: 'requested', output: { reason: toShownReason(reason) }, say: HANDOVER };
  }
}

/** A model wrote it, and whoever reads `actions` sees it. */
function toShownReason(reason: string): string {
  return repeatsPrompt(reason) ? WITHHELD : maskSensitive(maskCardText(reason));
}
