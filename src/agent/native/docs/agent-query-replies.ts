import { DONE_FRAME, toFrame } from '../../../common/http/event-stream';
import { type AgentReplyDto } from '../agent-reply.dto';

const EMBEDDED_MODEL = 'embedded-dialog-1';
const POLICY_MODEL = 'tellerline-policy-1';
const CONVERSATION_ID = 'demo-call-1';

/** What the embedded demo model and the server itself answer to the requests of `agent-query-requests.ts`. */
export const AGENT_QUERY_REPLIES = {
  blockCard: {
    summary: 'The question before a card is blocked',
    value: {
      answer: 'I can block your American Express ending in 1006 right away. Shall I go ahead, yes or no?',
      conversation_id: CONVERSATION_ID,
      model: EMBEDDED_MODEL,
      actions: [
        {
          tool: 'block_card',
          status: 'proposed',
          result: { card: { network: 'American Express', last_four: '1006', state: 'active' } },
        },
      ],
      usage: { prompt_tokens: 746, completion_tokens: 5, total_tokens: 751 },
    },
  },
  confirmBlock: {
    summary: 'After the yes: the server itself acted, no model took part',
    value: {
      answer:
        'Done. Your American Express ending in 1006 is blocked, and nobody can pay with it. Is there anything else?',
      conversation_id: CONVERSATION_ID,
      model: POLICY_MODEL,
      actions: [
        {
          tool: 'block_card',
          status: 'done',
          result: {
            card: { network: 'American Express', last_four: '1006', state: 'blocked' },
            action_id: '01a207bd-3d88-74f9-a34a-e72188d86384',
            delivery: 'delivered',
          },
        },
      ],
      usage: { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 },
    },
  },
} satisfies Record<string, { readonly summary: string; readonly value: AgentReplyDto }>;

/** What the demo model says, three words at a time, as it leaves the guard: each number once it is known to be over. */
const PIECES = [
  'For',
  ' $20,000 over 4',
  ' years, the auto',
  ' loan comes to',
  ' $480.78 a',
  ' month at 7.2 percent a year.',
  ' You',
  ' would pay back',
  ' $23,077.58 in all,',
  ' $3,077.58 of it interest.',
  ' Would you',
  ' like to try',
  ' another',
  ' amount or term?',
];

const QUOTE: AgentReplyDto = {
  answer: PIECES.join(''),
  conversation_id: '01a207c1-96dd-7478-b017-7f14620fdb73',
  model: EMBEDDED_MODEL,
  actions: [
    {
      tool: 'quote_loan',
      status: 'quoted',
      result: {
        product: 'auto',
        product_name: 'Auto loan',
        amount: '$20,000',
        term_months: 48,
        annual_rate_percent: 7.2,
        monthly_payment: '$480.78',
        final_payment: '$480.92',
        total_payment: '$23,077.58',
        total_interest: '$3,077.58',
        currency: 'USD',
      },
    },
  ],
  usage: { prompt_tokens: 1_631, completion_tokens: 83, total_tokens: 1_714 },
};

/** The reply to the streaming request, as it goes over the wire. */
export const AGENT_QUERY_STREAM = [
  ...QUOTE.actions.map((action) => Object.assign({ type: 'action' }, action)),
  ...PIECES.map((text) => ({ type: 'text_delta', text })),
  Object.assign({ type: 'turn_end' }, QUOTE),
]
  .map(toFrame)
  .concat(DONE_FRAME)
  .join('');
