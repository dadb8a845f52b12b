import type { ChatCompletion, ChatCompletionChunk } from 'openai/resources/chat/completions';
import type { CompletionUsage } from 'openai/resources/completions';
import { DONE_FRAME, toFrame } from '../../common/http/event-stream';

const ID = 'chatcmpl-ZS5Nx1t9VraKQ3Mc7aNwN0nwa1LA3';
const CREATED = 1_795_426_171;
const EMBEDDED_MODEL = 'embedded-dialog-1';
const POLICY_MODEL = 'tellerline-policy-1';

const LOANS_ANSWER =
  'We offer the following. Personal loan: from $1,000 to $50,000, at 10.9 percent a year, over 1 year to 5 years. ' +
  'Home loan: from $50,000 to $1,000,000, at 6.3 percent a year, over 10 years to 30 years. Auto loan: from $5,000 ' +
  'to $100,000, at 7.2 percent a year, over 2 years to 6 years. Shall I work out a monthly payment for one of them?';

/** What the embedded demo model and the server itself answer to the requests of `chat-completion-requests.ts`. */
export const CHAT_COMPLETION_REPLIES = {
  loans: { summary: 'Loans', value: toCompletion(EMBEDDED_MODEL, LOANS_ANSWER, toUsage(1_802, 114)) },
  blockCard: {
    summary: 'The question before a card is blocked',
    value: toCompletion(
      EMBEDDED_MODEL,
      'I can block your Visa ending in 4211 right away. Shall I go ahead, yes or no?',
      toUsage(746, 5),
    ),
  },
  confirmBlock: {
    summary: 'After the yes: the server itself acted, no model took part',
    value: toCompletion(
      POLICY_MODEL,
      'Done. Your Visa ending in 4211 is blocked, and nobody can pay with it. Is there anything else?',
      toUsage(0, 0),
    ),
  },
};

/** The reply to the streaming request, as it goes over the wire. */
export const CHAT_COMPLETION_STREAM = [
  toChunk([toChoice({ role: 'assistant', content: '', refusal: null })]),
  ...[
    'You',
    ' can pay off',
    ' any Tellerline loan',
    ' early, in full',
    ' or in part,',
    ' at any time.',
    ' We charge no',
    ' prepayment penalty and',
    ' no fee',
    ' for paying early.',
  ].map((content) => toChunk([toChoice({ content })])),
  toChunk([toChoice({}, 'stop')]),
  toChunk([], toUsage(1_904, 55)),
]
  .map(toFrame)
  .concat(DONE_FRAME)
  .join('');

function toCompletion(model: string, content: string, usage: CompletionUsage): ChatCompletion {
  return {
    id: ID,
    object: 'chat.completion',
    created: CREATED,
    model,
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content, refusal: null, annotations: [] },
        logprobs: null,
        finish_reason: 'stop',
      },
    ],
    usage,
    service_tier: 'default',
  };
}

type Choice = ChatCompletionChunk['choices'][number];

function toChunk(choices: Choice[], usage: CompletionUsage | null = null): ChatCompletionChunk {
  return {
    id: ID,
    object: 'chat.completion.chunk',
    created: CREATED,
    model: EMBEDDED_MODEL,
    choices,
    service_tier: 'default',
    usage,
  };
}

function toChoice(delta: Choice['delta'], finishReason: Choice['finish_reason'] = null): Choice {
  return { index: 0, delta, logprobs: null, finish_reason: finishReason };
}

function toUsage(promptTokens: number, completionTokens: number): CompletionUsage {
  return {
    prompt_tokens: promptTokens,
    completion_tokens: completionTokens,
    total_tokens: promptTokens + completionTokens,
    prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
    completion_tokens_details: {
      reasoning_tokens: 0,
      audio_tokens: 0,
      accepted_prediction_tokens: 0,
      rejected_prediction_tokens: 0,
    },
  };
}
