import { type ChangeOperation } from '../../src/common/operation';
import { type CardState } from '../../src/credit-card/credit-card.types';

/**
 * What may be done to a card in each state, and the state that it is in afterwards, as the bank would draw it. Written
 * down a second time on purpose: it must not follow the product when that changes.
 */
export const LEGAL_MOVES: Readonly<Record<CardState, Readonly<Partial<Record<ChangeOperation, CardState>>>>> = {
  inactive: { activate_card: 'active', report_card_lost: 'cancelled' },
  active: {
    block_card: 'blocked',
    report_card_lost: 'cancelled',
    replace_card: 'active',
    dispute_transaction: 'active',
  },
  blocked: {
    unblock_card: 'active',
    report_card_lost: 'cancelled',
    replace_card: 'blocked',
    dispute_transaction: 'blocked',
  },
  cancelled: { dispute_transaction: 'cancelled' },
};

/** How a card is when an operation has been done, for those that say so when there is nothing to do. */
const GOAL_STATES: Readonly<Partial<Record<ChangeOperation, CardState>>> = {
  block_card: 'blocked',
  unblock_card: 'active',
  activate_card: 'active',
  report_card_lost: 'cancelled',
};

export const MERCHANTS = ['Alpha', 'Beta'] as const;
export type Merchant = (typeof MERCHANTS)[number];

export interface Wish {
  readonly operation: ChangeOperation;
  /** Whose charge is disputed, when one is. */
  readonly merchant: Merchant;
}

export interface ModelProposal {
  readonly wish: Wish;
  /** The user turn that it was made in. */
  readonly turn: number;
  /** `spent`: a yes came when the card no longer allowed it. */
  status: 'open' | 'expired' | 'withdrawn' | 'acted' | 'spent';
  /** The act's id, once the service has told it. */
  actionId?: string;
}

/** One card as plain data: what is true of it after each thing that two conversations of its owner can do. */
export class CardModel {
  acts = 0;
  isReplacing = false;
  readonly disputed = new Set<Merchant>();
  /** The proposal that each of the two conversations was asked about last. */
  readonly proposals: (ModelProposal | undefined)[] = [undefined, undefined];
  readonly turns = [0, 0];

  constructor(public state: CardState) {}

  nextTurn(conversation: number): number {
    const turn = (this.turns[conversation] ?? 0) + 1;
    this.turns[conversation] = turn;
    return turn;
  }

  /** What a request comes to; a proposal takes the place of the conversation's older one. */
  propose(conversation: number, wish: Wish, turn: number): string {
    const answer = this.answerTo(wish);
    if (answer !== 'proposed') return answer;
    this.end(conversation, 'withdrawn');
    this.proposals[conversation] = { wish, turn, status: 'open' };
    return answer;
  }

  /** What a yes comes to. */
  confirm(conversation: number): 'done' | 'repeated' | 'lapsed' | 'not_applicable' {
    const proposal = this.proposals[conversation];
    switch (proposal?.status) {
      case 'acted':
        return 'repeated';
      case 'spent':
        return 'not_applicable';
      case 'open':
        return this.act(proposal);
      default:
        return 'lapsed';
    }
  }

  withdraw(conversation: number): void {
    this.end(conversation, 'withdrawn');
  }

  expire(): void {
    this.end(0, 'expired');
    this.end(1, 'expired');
  }

  private act(proposal: ModelProposal): 'done' | 'not_applicable' {
    if (this.answerTo(proposal.wish) !== 'proposed') {
      proposal.status = 'spent';
      return 'not_applicable';
    }
    const { operation, merchant } = proposal.wish;
    this.state = LEGAL_MOVES[this.state][operation] ?? this.state;
    this.acts += 1;
    if (operation === 'replace_card' || operation === 'report_card_lost') this.isReplacing = true;
    if (operation === 'dispute_transaction') this.disputed.add(merchant);
    proposal.status = 'acted';
    return 'done';
  }

  private answerTo({ operation, merchant }: Wish): string {
    const isLegal = LEGAL_MOVES[this.state][operation] !== undefined;
    if (operation === 'dispute_transaction') {
      if (!isLegal) return 'no_such_card';
      return this.disputed.has(merchant) ? 'already_disputed' : 'proposed';
    }
    if (!isLegal) return GOAL_STATES[operation] === this.state ? 'already_done' : 'not_applicable';
    return operation === 'replace_card' && this.isReplacing ? 'already_ordered' : 'proposed';
  }

  private end(conversation: number, status: 'withdrawn' | 'expired'): void {
    const proposal = this.proposals[conversation];
    if (proposal?.status === 'open') proposal.status = status;
  }
}
