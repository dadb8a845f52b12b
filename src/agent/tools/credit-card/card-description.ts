import { CARD_NETWORKS, type CardDescription, type CardNetwork } from '../../../credit-card/credit-card.types';

/** What a model may say of a card: only what the caller said. There is no id that it could make up. */
export interface CardInput {
  readonly last_four?: string;
  readonly network?: CardNetwork;
}

export const CARD_PROPERTIES = {
  last_four: {
    type: 'string',
    pattern: '^[0-9]{4}$',
    description: 'Last four digits of the card, as the caller said them.',
  },
  network: { type: 'string', enum: CARD_NETWORKS, description: 'Network of the card, as the caller said it.' },
};

export const CARD_SCHEMA = { type: 'object', properties: CARD_PROPERTIES, additionalProperties: false };

export function toCardDescription({ last_four: lastFour, network }: CardInput): CardDescription {
  return { lastFour, network };
}
