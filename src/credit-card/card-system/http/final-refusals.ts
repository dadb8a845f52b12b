/**
 * The refusals that end an action, by their status, as docs/card-system.openapi.json lists them. What stands between us
 * and the bank has codes of its own, and none of them may drop an action.
 */
export const FINAL_REFUSALS: ReadonlyMap<number, readonly string[]> = new Map([
  [400, ['invalid_request']],
  [404, ['unknown_card', 'unknown_customer', 'unknown_transaction']],
  [422, ['card_cancelled', 'action_not_allowed', 'idempotency_key_reused']],
]);
