import { type CreateChatCompletionDto } from '../dto/create-chat-completion.dto';

interface RequestExample {
  readonly summary: string;
  readonly description: string;
  readonly value: CreateChatCompletionDto;
}

const BLOCK_REQUEST = { role: 'user', content: 'Block my credit card [phone: +1234567890]' } as const;
const BLOCK_QUESTION = {
  role: 'assistant',
  content: 'I can block your Visa ending in 4211 right away. Shall I go ahead, yes or no?',
} as const;

/** Requests that work as they stand on a freshly started service. The first is the one that Swagger UI shows. */
export const CHAT_COMPLETION_REQUESTS = {
  loans: {
    summary: 'Ask about loans',
    description: 'Answered from the catalogue of the bank.',
    value: { messages: [{ role: 'user', content: 'What loan options are available?' }] },
  },
  blockCard: {
    summary: 'Block a card (asks first)',
    description:
      'The demo customer with the number +1234567890 has one card, a Visa ending in 4211. The answer is a question; ' +
      'nothing is blocked yet.',
    value: { messages: [BLOCK_REQUEST] },
  },
  confirmBlock: {
    summary: 'Block a card (the caller says yes)',
    description:
      'Execute "Block a card (asks first)" first: a yes counts only for a question that the service really asked in ' +
      'the last two minutes. The demo card then stays blocked; to start again, stop the service and delete its ' +
      'database (`data/` by default).',
    value: { messages: [BLOCK_REQUEST, BLOCK_QUESTION, { role: 'user', content: 'yes' }] },
  },
  streaming: {
    summary: 'Stream the answer',
    description: 'The answer comes as server-sent events, with the usage in the last chunk before `[DONE]`.',
    value: {
      stream: true,
      stream_options: { include_usage: true },
      messages: [{ role: 'user', content: 'Can I repay a loan early?' }],
    },
  },
  quote: {
    summary: 'Work out a monthly payment',
    description: 'Computed to the cent from the rates of the catalogue, not by the model.',
    value: {
      messages: [
        { role: 'user', content: 'How much would an auto loan of 20,000 dollars over 48 months cost a month?' },
      ],
    },
  },
  everyOption: {
    summary: 'Every option that is accepted',
    description:
      'A system message adds to the rules of the bank and cannot override them. Which options have an effect is told ' +
      'with each of them, in the schema. Unknown fields are ignored.',
    value: {
      model: 'tellerline',
      messages: [
        { role: 'system', content: 'The caller is in a hurry.' },
        { role: 'user', content: [{ type: 'text', text: 'Are you a robot?' }], name: 'caller' },
      ],
      temperature: 0.2,
      top_p: 0.9,
      max_completion_tokens: 200,
      stop: ['###'],
      stream: false,
      response_format: { type: 'text' },
      modalities: ['text'],
      frequency_penalty: 0.5,
      presence_penalty: 0.5,
      seed: 7,
      n: 1,
      logprobs: false,
      logit_bias: {},
      prediction: { type: 'content', content: 'I am' },
      verbosity: 'low',
      reasoning_effort: 'none',
      service_tier: 'auto',
      store: false,
      prompt_cache_key: 'call-0042',
      prompt_cache_options: { mode: 'implicit' },
      safety_identifier: 'caller-7f3a',
      user: 'call-0042',
      metadata: { branch: 'main street' },
    },
  },
} satisfies Record<string, RequestExample>;
