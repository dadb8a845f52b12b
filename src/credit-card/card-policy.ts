import { Inject, Injectable } from '@nestjs/common';
import { type CallContext, type CallerLevel } from '../common/call-context';
import { type Operation, type PolicyTable } from '../common/operation';
import { type PhoneNumber } from '../common/phone-number';
import { AppConfig } from '../config/app-config';
import { type DeniedOutcome } from './credit-card.outcomes';
import { decide, DEFAULT_POLICY } from './policy';

export type Authorised = { readonly status: 'allowed'; readonly phoneNumber: PhoneNumber } | DeniedOutcome;

/** Answers who may do what from the policy table, as this bank has configured it. */
@Injectable()
export class CardPolicy {
  private readonly table: PolicyTable;

  constructor(@Inject(AppConfig) { policyOverrides }: Pick<AppConfig, 'policyOverrides'>) {
    this.table = { ...DEFAULT_POLICY, ...policyOverrides };
  }

  /** For what concerns a card: without a number there is no customer, and so nothing is allowed. */
  authorise(operation: Operation, context: CallContext, lastFourProven: boolean): Authorised {
    const { phoneNumber } = context.caller;
    if (phoneNumber === undefined) return { status: 'denied', nextStep: 'identify' };
    const decision = decide(this.table, { operation, level: context.caller.level, lastFourProven });
    return decision === 'allowed' ? { status: 'allowed', phoneNumber } : { status: 'denied', nextStep: decision };
  }

  /** Whether the last four digits of a card can stand in for what a caller with a claimed number lacks. */
  asksForLastFour(operation: Operation): boolean {
    return this.table[operation].orClaimedWithLastFour;
  }

  /** For what concerns nobody in particular, such as loans. */
  isOpenTo(operation: Operation, level: CallerLevel): boolean {
    return decide(this.table, { operation, level, lastFourProven: false }) === 'allowed';
  }
}
