import { type CardReplyDto } from '../dto/card-reply.dto';
import { type DisputedTransactionDto, type LostCardDto } from '../dto/card-change.dto';
import { type CardCustomerDto, type CardSelectionDto } from '../dto/card-customer.dto';
import { type PasscodeCheckDto, type PasscodeDto, type PasscodeReplyDto } from '../dto/passcode.dto';

interface Example<Request, Reply> {
  readonly request: Request;
  readonly reply: Reply;
}

const CUSTOMER = { phone_number: '+15550100007', conversation_id: 'branch-desk-1' };
const VISA = { network: 'Visa', last_four: '2468' } as const;
const MASTERCARD = { network: 'Mastercard', last_four: '1357' } as const;
const AMERICAN_EXPRESS = { network: 'American Express', last_four: '8642' } as const;
const ACTION = { action_id: '01a207bd-ed0f-734a-bd44-83a6f0000000' };
const DELIVERED = { delivery: 'delivered' };
const ORDERED = { state: 'ordered', ordered_at: '2026-11-24T10:00:00.000Z', expected_by: '2026-12-01T10:00:00.000Z' };

/**
 * A day at a branch of the demo bank, in its order: each works as it stands on a freshly started service, once the code
 * that was sent has been put into the second.
 */
export const CARD_EXAMPLES = {
  passcode: {
    request: CUSTOMER,
    reply: { status: 'sent', masked_number: '**********07', expires_at: '2026-11-24T10:05:00.000Z' },
  } satisfies Example<PasscodeDto, PasscodeReplyDto>,
  passcodeCheck: {
    request: { ...CUSTOMER, code: '123456' },
    reply: { status: 'verified' },
  } satisfies Example<PasscodeCheckDto, PasscodeReplyDto>,
  list: {
    request: CUSTOMER,
    reply: {
      status: 'listed',
      cards: [
        { ...VISA, state: 'active' },
        { ...MASTERCARD, state: 'blocked' },
        { ...AMERICAN_EXPRESS, state: 'inactive' },
      ],
    },
  } satisfies Example<CardCustomerDto, CardReplyDto>,
  balance: {
    request: { ...CUSTOMER, last_four: '2468' },
    reply: {
      status: 'found',
      card: { ...VISA, state: 'active' },
      balance: { amount_cents: 98_000, currency: 'USD' },
      limit: { amount_cents: 300_000, currency: 'USD' },
    },
  } satisfies Example<CardSelectionDto, CardReplyDto>,
  transactions: {
    request: { ...CUSTOMER, last_four: '2468' },
    reply: {
      status: 'found',
      card: { ...VISA, state: 'active' },
      transactions: [
        {
          merchant: 'Harbour Hotel',
          amount: { amount_cents: 98_000, currency: 'USD' },
          posted_at: '2026-11-20T10:00:00.000Z',
        },
      ],
    },
  } satisfies Example<CardSelectionDto, CardReplyDto>,
  replacementStatus: {
    request: CUSTOMER,
    reply: { status: 'none_ordered' },
  } satisfies Example<CardSelectionDto, CardReplyDto>,
  block: {
    request: { ...CUSTOMER, last_four: '2468' },
    reply: { status: 'done', ...ACTION, card: { ...VISA, state: 'blocked' }, ...DELIVERED },
  } satisfies Example<CardSelectionDto, CardReplyDto>,
  unblock: {
    request: { ...CUSTOMER, last_four: '1357' },
    reply: { status: 'done', ...ACTION, card: { ...MASTERCARD, state: 'active' }, ...DELIVERED },
  } satisfies Example<CardSelectionDto, CardReplyDto>,
  reportLost: {
    request: { ...CUSTOMER, last_four: '2468', reason: 'stolen' },
    reply: {
      status: 'done',
      ...ACTION,
      card: { ...VISA, state: 'cancelled' },
      replacement: { reason: 'stolen', ...ORDERED },
      ...DELIVERED,
    },
  } satisfies Example<LostCardDto, CardReplyDto>,
  replace: {
    request: { ...CUSTOMER, last_four: '1357' },
    reply: {
      status: 'done',
      ...ACTION,
      card: { ...MASTERCARD, state: 'active' },
      replacement: { reason: 'damaged', ...ORDERED },
      ...DELIVERED,
    },
  } satisfies Example<CardSelectionDto, CardReplyDto>,
  activate: {
    request: { ...CUSTOMER, last_four: '8642' },
    reply: { status: 'done', ...ACTION, card: { ...AMERICAN_EXPRESS, state: 'active' }, ...DELIVERED },
  } satisfies Example<CardSelectionDto, CardReplyDto>,
  dispute: {
    request: { ...CUSTOMER, merchant: 'Harbour Hotel', amount_cents: 98_000 },
    reply: {
      status: 'done',
      ...ACTION,
      card: { ...VISA, state: 'cancelled' },
      dispute_reference: 'D-48213790',
      ...DELIVERED,
    },
  } satisfies Example<DisputedTransactionDto, CardReplyDto>,
};
