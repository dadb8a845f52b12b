import { Injectable } from '@nestjs/common';
import { Tool, type ToolResult } from './tool';

interface TransferInput {
  readonly reason: string;
}

/**
 * Ends the machine's part. The service that reads `actions` can connect the call; this server cannot, so the sentence
 * names a way that always works instead of promising a transfer.
 */
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

  run({ reason }: TransferInput): Promise<ToolResult> {
    return Promise.resolve({
      status: 'requested',
      output: { reason },
      say: 'A colleague can help you with that. Please call the number on the back of your card.',
    });
  }
}
