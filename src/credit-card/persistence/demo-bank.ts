import { type CardNetwork, type CardState } from '../credit-card.types';

interface DemoTransaction {
  readonly merchant: string;
  readonly amountCents: number;
  /** Before the bank was made. */
  readonly daysAgo: number;
}

export interface DemoCard {
  readonly network: CardNetwork;
  readonly lastFour: string;
  readonly state: CardState;
  readonly balanceCents?: number;
  readonly limitCents?: number;
  readonly transactions?: readonly DemoTransaction[];
}

interface DemoCustomer {
  /** E.164; the 555-01xx numbers are reserved for such use. */
  readonly phoneNumber: string;
  readonly cards: readonly DemoCard[];
}

const SHOPPING: readonly DemoTransaction[] = [
  { merchant: 'Corner Grocery', amountCents: 1_875, daysAgo: 1 },
  { merchant: 'Acme Shoes', amountCents: 4_210, daysAgo: 2 },
  { merchant: 'City Transit', amountCents: 250, daysAgo: 3 },
  { merchant: 'Acme Shoes', amountCents: -1_200, daysAgo: 5 },
];

/** The customers of the demo bank: one for each thing that can happen to a request about cards. */
export const DEMO_BANK: readonly DemoCustomer[] = [
  {
    phoneNumber: '+1234567890',
    cards: [
      {
        network: 'Visa',
        lastFour: '4211',
        state: 'active',
        balanceCents: 31_245,
        limitCents: 500_000,
        transactions: SHOPPING,
      },
    ],
  },
  {
    phoneNumber: '+15550100001',
    cards: [
      { network: 'Visa', lastFour: '1881', state: 'active', balanceCents: 8_020, limitCents: 250_000 },
      {
        network: 'Mastercard',
        lastFour: '8805',
        state: 'active',
        balanceCents: 120_000,
        limitCents: 400_000,
        transactions: [
          { merchant: 'Harbour Hotel', amountCents: 98_000, daysAgo: 4 },
          { merchant: 'Book Nook', amountCents: 2_200, daysAgo: 6 },
        ],
      },
    ],
  },
  { phoneNumber: '+15550100002', cards: [{ network: 'Mastercard', lastFour: '5100', state: 'blocked' }] },
  {
    phoneNumber: '+15550100003',
    cards: [
      { network: 'Visa', lastFour: '3307', state: 'cancelled' },
      { network: 'American Express', lastFour: '1006', state: 'active' },
    ],
  },
  { phoneNumber: '+15550100004', cards: [{ network: 'Visa', lastFour: '7720', state: 'inactive' }] },
  {
    phoneNumber: '+15550100005',
    cards: [
      { network: 'Mastercard', lastFour: '6412', state: 'active' },
      { network: 'American Express', lastFour: '2009', state: 'blocked' },
    ],
  },
  { phoneNumber: '+15550100006', cards: [] },
  {
    phoneNumber: '+15550100007',
    cards: [
      {
        network: 'Visa',
        lastFour: '2468',
        state: 'active',
        balanceCents: 98_000,
        limitCents: 300_000,
        transactions: [{ merchant: 'Harbour Hotel', amountCents: 98_000, daysAgo: 4 }],
      },
      { network: 'Mastercard', lastFour: '1357', state: 'blocked' },
      { network: 'American Express', lastFour: '8642', state: 'inactive' },
    ],
  },
];
