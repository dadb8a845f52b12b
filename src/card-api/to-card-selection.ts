import { type CardDescription } from '../credit-card/credit-card.types';
import { type CardSelectionDto } from './dto/card-customer.dto';

export function toCardSelection({ last_four: lastFour, network }: CardSelectionDto): CardDescription {
  return { lastFour: lastFour ?? undefined, network: network ?? undefined };
}
