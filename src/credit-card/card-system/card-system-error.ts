import { DomainError } from '../../common/domain-error';

export type CardSystemErrorCode =
  /** It cannot be reached, does not answer in time, or says that it cannot serve now. */
  | 'card_system_unavailable'
  /** It failed so often in a row that it is left alone for the time of `retryAfterSeconds`. */
  | 'card_system_paused'
  /** It is still working on an earlier copy of the same command. */
  | 'card_system_busy'
  /** It refuses us, or what answers is not the card system: a person has to look at the settings. */
  | 'card_system_misconfigured';

/** The card system gave no answer to rely on; the same command may be sent again under the same key. */
export class CardSystemError extends DomainError {
  constructor(
    readonly code: CardSystemErrorCode,
    message: string,
    options?: { readonly cause?: unknown; readonly retryAfterSeconds?: number },
  ) {
    super(message, options);
  }
}
