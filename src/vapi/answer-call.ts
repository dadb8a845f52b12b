import { Logger } from '@nestjs/common';
import { type AgentEvent } from '../agent/agent-event';
import { TurnReplacedError } from './turns/turn-run';
import { speakPlainly } from './speech/speak-plainly';
import { type VapiCall } from './vapi-call';

/** Named as the model of a reply whose answer failed before anybody had begun it. */
export const APOLOGY_MODEL_ID = 'tellerline-apology-1';

/** The platform gives up after 20 seconds without a word (source: Vapi's API schema, `model.timeoutSeconds`). */
const LONGEST_ANSWER_MS = 18_000;

const FAILED = 'I am sorry, I have a technical problem and cannot answer that right now. Please ask me again.';
const BROKEN_OFF = ' I am sorry, I have to stop there because of a technical problem. Please ask me again.';
const TOO_LONG = 'I am sorry, that takes longer than it should. Please ask me again in a moment.';
const NOTHING_TO_SAY = 'I am sorry, I have no answer to that. Could you say it in other words?';

const NO_USAGE = { inputTokens: 0, outputTokens: 0, cachedInputTokens: 0 };

const logger = new Logger('VapiCall');

/** The signal of a turn that somebody on the telephone waits for: aborted as well when they have waited long enough. */
export function limitAnswer(hangUp: AbortSignal): AbortSignal {
  return AbortSignal.any([hangUp, AbortSignal.timeout(LONGEST_ANSWER_MS)]);
}

/**
 * What a voice platform is sent in place of an agent's answer; where there is no call, the answer as it is. To the
 * platform an error is the end of the call, and no words are silence, so there is always something to say: whatever
 * fails before or during speech is logged here, and told in a sentence.
 */
export async function* answerCall(
  events: AsyncIterable<AgentEvent>,
  { call, hangUp }: { readonly call: VapiCall | undefined; readonly hangUp: AbortSignal },
): AsyncGenerator<AgentEvent> {
  if (call === undefined) {
    yield* events;
    return;
  }
  const startedAt = performance.now();
  let hasBegun = false;
  let hasSpoken = false;
  try {
    for await (const event of speakPlainly(events)) {
      hasBegun ||= event.type === 'turn-start';
      if (event.type === 'turn-end' && !hasSpoken) yield { type: 'text-delta', text: NOTHING_TO_SAY };
      hasSpoken ||= event.type === 'text-delta' || event.type === 'client-tool-call';
      yield event;
    }
  } catch (error) {
    // Whoever has hung up hears nothing, and whoever has said something else hears the answer to that.
    if (hangUp.aborted) throw error;
    if (error instanceof TurnReplacedError) {
      yield* endSilently(hasBegun);
      return;
    }
    logger.error({ err: error }, 'A caller heard an apology in place of an answer');
    if (!hasBegun) yield { type: 'turn-start', model: APOLOGY_MODEL_ID };
    const isTooLong = performance.now() - startedAt >= LONGEST_ANSWER_MS;
    const apology = isTooLong ? TOO_LONG : FAILED;
    yield { type: 'text-delta', text: hasSpoken ? BROKEN_OFF : apology };
    yield { type: 'turn-end', finishReason: 'end-turn', usage: NO_USAGE };
  }
}

function* endSilently(hasBegun: boolean): Generator<AgentEvent> {
  if (!hasBegun) yield { type: 'turn-start', model: APOLOGY_MODEL_ID };
  yield { type: 'turn-end', finishReason: 'end-turn', usage: NO_USAGE };
}
