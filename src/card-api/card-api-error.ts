import { DomainError } from '../common/domain-error';
import { type DeniedOutcome } from '../credit-card/credit-card.outcomes';

const CODES = {
  verify: 'step_up_required',
  last_four: 'last_four_required',
  identify: 'caller_unknown',
} as const satisfies Record<DeniedOutcome['nextStep'], string>;

/** The policy wants more before it allows this; the code says what. Nothing was changed. */
export class StepUpRequiredError extends DomainError {
  readonly code: (typeof CODES)[DeniedOutcome['nextStep']];

  constructor(nextStep: DeniedOutcome['nextStep']) {
    super('The policy wants more before it allows this.');
    this.code = CODES[nextStep];
  }
}

/** The store did not answer when the change was to be committed: it may have been made or not. */
export class ChangeUnknownError extends DomainError {
  readonly code = 'card_change_unknown';
}

/** The request was held up for so long that its proposal lapsed. Nothing was changed. */
export class ChangeLapsedError extends DomainError {
  readonly code = 'card_change_lapsed';
}
