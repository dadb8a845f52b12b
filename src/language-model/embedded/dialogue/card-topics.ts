import { readLossReason } from '../slots/read-loss-reason';
import { readTransactionSlots } from '../slots/read-transaction-slots';
import { asksForTransaction } from './find-asked-question';

interface CardTopicRule {
  /** A question is over with its answer; an operation stays open until the caller has said yes or no to it. */
  readonly kind: 'question' | 'operation';
  /** What the words say beyond the card itself, keyed like the properties of the tool. */
  readonly readDetails?: (text: string, assistantText: string) => CardTopicDetails;
  /** A tool that does for the caller, where this one is not offered. */
  readonly substitute?: 'block_card';
}

export interface CardTopicDetails {
  readonly reason?: 'lost' | 'stolen';
  readonly merchant?: string;
  /** In dollars. */
  readonly amount?: number;
}

/** All that can be spoken of about cards. Each topic bears the name of its tool, and of the intent that starts it. */
const CARD_TOPICS = {
  list_cards: { kind: 'question' },
  block_card: { kind: 'operation' },
  unblock_card: { kind: 'operation' },
  report_card_lost: { kind: 'operation', readDetails: readReason, substitute: 'block_card' },
  replace_card: { kind: 'operation' },
  get_replacement_status: { kind: 'question' },
  activate_card: { kind: 'operation' },
  get_card_balance: { kind: 'question' },
  list_card_transactions: { kind: 'question' },
  dispute_transaction: { kind: 'operation', readDetails: readTransaction },
} as const satisfies Readonly<Record<string, CardTopicRule>>;

export type CardTopic = keyof typeof CARD_TOPICS;

export function isCardTopic(name: string | undefined): name is CardTopic {
  return name !== undefined && Object.hasOwn(CARD_TOPICS, name);
}

export function ruleOf(topic: CardTopic): CardTopicRule {
  return CARD_TOPICS[topic];
}

function readReason(text: string): CardTopicDetails {
  const reason = readLossReason(text);
  return reason === undefined ? {} : { reason };
}

function readTransaction(text: string, assistantText: string): CardTopicDetails {
  return readTransactionSlots(text, asksForTransaction(assistantText) ? assistantText : '');
}
