import { Injectable, Logger } from '@nestjs/common';
import { LanguageModelError, type LanguageModelErrorCode } from '../../language-model/language-model-error';
import { asksForPerson } from '../loop/asks-for-person';
import { type Decision } from '../loop/decision';
import { type TurnReading } from '../loop/read-turn';
import { ToolRegistry } from '../tools/tool-registry';
import { readEmergency } from './read-emergency';

/** What a caller hears first, so that nobody expects more of it than it can do. */
const LIMITED =
  'Our assistant is not available at the moment. I can only block a card, or tell you how to reach a person.';

/** These say what is wrong with the request, or that nobody listens any more: no other voice would help. */
const NO_OUTAGE: readonly LanguageModelErrorCode[] = [
  'model_request_invalid',
  'model_context_exceeded',
  'model_aborted',
];

/**
 * The declared way to go on when no model answers: whoever has to stop a card can stop it, at any time. It offers that
 * and a person, nothing else, and goes through the same tools, the same policy and the same confirmation.
 */
@Injectable()
export class EmergencyDialogue {
  private readonly logger = new Logger(EmergencyDialogue.name);

  constructor(private readonly tools: ToolRegistry) {}

  /** @returns `undefined` when the error is no outage, or the caller wants something else: then the error stands. */
  async decide({ context, query, userTexts, lastAnswer }: TurnReading, error: unknown): Promise<Decision | undefined> {
    if (!(error instanceof LanguageModelError) || NO_OUTAGE.includes(error.code) || query === undefined)
      return undefined;
    const request = readEmergency(userTexts);
    if (request === undefined) return undefined;
    this.logger.warn({ err: error }, 'No model answers: the emergency dialogue takes the call');
    const call = asksForPerson(query)
      ? { name: 'transfer_to_human', inputJson: JSON.stringify({ reason: 'The assistant is not available.' }) }
      : { name: 'block_card', inputJson: JSON.stringify(request) };
    const {
      status,
      output,
      say = '',
    } = await this.tools.run({ id: 'emergency', ...call }, { card: context, userTexts });
    const wasTold = lastAnswer.includes(LIMITED);
    return {
      actions: [{ tool: call.name, status, result: output }],
      say: wasTold ? say : `${LIMITED} ${say}`.trim(),
    };
  }
}
