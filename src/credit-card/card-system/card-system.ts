/** Where cards really live. */
export abstract class CardSystem {
  abstract readonly kind: 'ledger' | 'http';
}
