import { Injectable, Logger } from '@nestjs/common';
import { EMERGENCY_MODE } from '../../common/emergency-mode';
import { CreditCardService } from '../../credit-card/credit-card.service';
import { LanguageModelError, type LanguageModelErrorCode } from '../../language-model/language-model-error';
import { RateLimitExceededError } from '../../rate-limit/rate-limit-error';
import { type Decision } from '../loop/decision';
import { readReply } from '../loop/read-reply';
import { type TurnReading } from '../loop/read-turn';
import { ASK_NUMBER } from '../tools/credit-card/phrase-refusals';
import { type RefusedCall } from '../tools/refused-calls';
import { type ToolResult } from '../tools/tool';
import { ToolRegistry } from '../tools/tool-registry';
import { HANDOVER } from '../tools/transfer-to-human.tool';
import { type EmergencyRequest, type OpenTalk, readEmergency, wantsPerson } from './read-emergency';

/** What a caller hears first, so that nobody expects more of it than it can do. */
const LIMITED =
  'Our assistant is not available at the moment, so I can only block a card or tell you how to reach a person.';
const FAILED = `I am sorry, our systems have a problem and I could not do that. ${HANDOVER}`;

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

  constructor(
    private readonly tools: ToolRegistry,
    private readonly creditCards: CreditCardService,
  ) {}

  /**
   * @returns `undefined` when the error is no outage, or the caller wants something else: then the error stands.
   * @throws DatabaseError when the store is unavailable.
   */
  async decide(reading: TurnReading, error: unknown): Promise<Decision | undefined> {
    const { context, query, userTexts, lastAnswer } = reading;
    if (!isOutage(error) || query === undefined) return undefined;
    const { since, ...standing } = await this.findOpenTalk(reading);
    const keepsDigits = context.caller.level === 'claimed';
    const request = readEmergency({ texts: userTexts.slice(since), lastAnswer, keepsDigits, ...standing });
    if (request === undefined) return undefined;
    this.logger.warn({ err: error, mode: EMERGENCY_MODE }, 'No model answers: the emergency dialogue takes the call');
    const call = wantsPerson(query, lastAnswer) ? askForPerson() : askForBlock(request);
    const result = await this.tools.run({ id: 'emergency', ...call }, { card: context, userTexts });
    return {
      actions: [{ tool: call.name, status: result.status, result: result.output }],
      say: phrase(result, wasTold(reading, standing.isCorrected ? 0 : since + request.startedAt)),
    };
  }

  /** What was said before a question was settled is dealt with, but for a correction, whose request goes on. */
  private async findOpenTalk(reading: TurnReading): Promise<OpenTalkStart> {
    const settled = await this.creditCards.findSettledQuestion(reading.context);
    if (settled === undefined) return { since: 0, isCorrected: false, followsQuestion: false };
    const isCorrected = !settled.isConfirmed && readReply(reading, settled) === 'changed';
    const since = settled.answeredTurn - reading.skippedUserTurns - (isCorrected ? 1 : 0);
    return { since: Math.max(0, since), isCorrected: isCorrected && since >= 0, followsQuestion: true };
  }
}

interface OpenTalkStart extends Pick<OpenTalk, 'isCorrected' | 'followsQuestion'> {
  /** Index of the caller's first message that is not dealt with. */
  readonly since: number;
}

function askForPerson(): RefusedCall {
  return { name: 'transfer_to_human', inputJson: JSON.stringify({ reason: 'The assistant is not available.' }) };
}

function askForBlock({ card }: EmergencyRequest): RefusedCall {
  return { name: 'block_card', inputJson: JSON.stringify(card) };
}

/** A tool that failed says nothing by itself, and then nothing is offered either. */
function phrase({ output, say }: ToolResult, isTold: boolean): string {
  if (say === undefined) return FAILED;
  const ask = output.next_step === 'identify' ? ASK_NUMBER : say;
  return isTold ? ask : `${LIMITED} ${ask}`;
}

/** Whether the caller has heard of the limits since they spoke of the emergency. */
function wasTold({ messages, userTexts }: TurnReading, startedAt: number): boolean {
  const turnsSince = userTexts.length - startedAt;
  const userIndexes = messages.flatMap(({ role }, index) => (role === 'user' ? [index] : []));
  return messages
    .slice(userIndexes.at(-turnsSince) ?? 0)
    .some((message) => message.role === 'assistant' && message.text.includes(LIMITED));
}

/** A key that has used up its tokens has no model either, and its callers lose their cards all the same. */
function isOutage(error: unknown): boolean {
  if (error instanceof RateLimitExceededError) return true;
  return error instanceof LanguageModelError && !NO_OUTAGE.includes(error.code);
}
