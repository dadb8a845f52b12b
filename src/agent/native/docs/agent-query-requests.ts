import { type AgentQueryDto } from '../agent-query.dto';

interface RequestExample {
  readonly summary: string;
  readonly description: string;
  readonly value: AgentQueryDto;
}

/** The demo customer's one active card is an American Express ending in 1006. */
const DEMO_NUMBER = '+15550100003';
const CONVERSATION_ID = 'demo-call-1';

/** Requests that work as they stand on a freshly started service. The first is the one that Swagger UI shows. */
export const AGENT_QUERY_REQUESTS = {
  loans: {
    summary: 'Ask about loans',
    description: 'A new conversation; the reply names its id.',
    value: { query: 'What loan options are available?' },
  },
  blockCard: {
    summary: 'Block a card (asks first)',
    description: 'With an id of your own for the conversation. The answer is a question; nothing is blocked yet.',
    value: { query: 'Block my credit card', phone_number: DEMO_NUMBER, conversation_id: CONVERSATION_ID },
  },
  confirmBlock: {
    summary: 'Block a card (the caller says yes)',
    description:
      'Continues the conversation by its id. Execute "Block a card (asks first)" first: a yes counts only for a ' +
      'question that the service really asked in the last two minutes. The demo card then stays blocked; to start ' +
      'again, stop the service and delete its database (`data/` by default).',
    value: { query: 'yes', conversation_id: CONVERSATION_ID },
  },
  streaming: {
    summary: 'Stream the answer',
    description: 'The answer comes as server-sent events.',
    value: { query: 'How much would an auto loan of 20,000 dollars over 48 months cost a month?', stream: true },
  },
} satisfies Record<string, RequestExample>;
