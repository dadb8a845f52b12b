import { type Access } from '../../common/access';
import { digestText } from '../../common/digest-text';
import { maskSensitive } from '../../common/mask-sensitive';
import { type AccountParametersDto } from '../dto/account-parameters.dto';

/** Enough to tell all end users of a tenant apart. */
const NAME_LENGTH = 22;

/**
 * Names the client's end user for the log and for the model's provider: equal ids of one tenant get equal names, which do
 * not tell the id. It identifies no caller, and an id that looks like a telephone or card number is not taken, since all
 * numbers there are could be tried.
 */
export function nameEndUser(
  { safety_identifier: identifier, user }: Pick<AccountParametersDto, 'safety_identifier' | 'user'>,
  { tenant }: Pick<Access, 'tenant'>,
): string | undefined {
  const id = (identifier ?? user ?? '').trim();
  if (id === '' || maskSensitive(id) !== id) return undefined;
  return digestText(JSON.stringify([tenant, id])).slice(0, NAME_LENGTH);
}
