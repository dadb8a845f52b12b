import { type CardNetwork, type CardState } from '../credit-card.types';

interface DemoCard {
  readonly network: CardNetwork;
  readonly lastFour: string;
  readonly state: CardState;
}

interface DemoCustomer {
  /** E.164; the 555-01xx numbers are reserved for such use. */
  readonly phoneNumber: string;
  readonly cards: readonly DemoCard[];
}

/** The customers of the demo bank: one for each thing that can happen to a request about cards. */
export const DEMO_BANK: readonly DemoCustomer[] = [
  { phoneNumber: '+1234567890', cards: [{ network: 'Visa', lastFour: '4211', state: 'active' }] },
  {
    phoneNumber: '+15550100001',
    cards: [
      { network: 'Visa', lastFour: '1881', state: 'active' },
      { network: 'Mastercard', lastFour: '8805', state: 'active' },
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
];
