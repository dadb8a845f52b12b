import { type CallContext } from '../../src/common/call-context';
import { type CreditCardService } from '../../src/credit-card/credit-card.service';
import { type PendingAction } from '../../src/credit-card/credit-card.types';

/** What a yes in this turn would be about, as the gate finds it for a caller who heard every answer so far. */
export async function findPendingAction(
  service: CreditCardService,
  context: CallContext,
): Promise<PendingAction | undefined> {
  const standing = await service.findQuestion(context, context.userTurn - 1);
  return standing === undefined || standing.status === 'withdrawn' ? undefined : standing.pendingAction;
}
