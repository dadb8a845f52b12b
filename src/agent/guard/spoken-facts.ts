import { type PhoneNumber } from '../../common/phone-number';
import { asksForChange } from './affirms-change';
import { readDigitRuns } from '../../conversation/read-digits';

const SHORTEST_NUMBER = 7;
/** A caller says less in one go. */
const LONGEST_QUESTION = 1_000;

export interface CallerWords {
  readonly phoneNumber: PhoneNumber | undefined;
  readonly userTexts: readonly string[];
}

/** The numbers that a model may say because the caller knows them: they called from them, or said them in their own words. */
export class SpokenFacts {
  /** The caller's last words ask whether something was done to a card. */
  readonly isAskedForChange: boolean;
  /** The digits of all numbers, each with a comma behind it: to search one text takes no time worth knowing. */
  private readonly said: string;
  private readonly phoneDigits: string;

  /** Reads all that the caller has said, which takes its time: once a turn is enough. */
  constructor({ phoneNumber, userTexts }: CallerWords) {
    this.isAskedForChange = asksForChange(userTexts.at(-1)?.slice(0, LONGEST_QUESTION) ?? '');
    this.phoneDigits = phoneNumber?.replace(/\D/g, '') ?? '';
    this.said = userTexts
      .flatMap((text) => readDigitRuns(text))
      .map((run) => `${run.replace('+', '')},`)
      .join('');
  }

  isOwnNumber(digits: string): boolean {
    if (digits.length < SHORTEST_NUMBER) return true;
    return this.phoneDigits.endsWith(digits) || this.said.includes(`${digits},`);
  }

  isKnownLastFour(lastFour: string): boolean {
    return this.said.includes(`${lastFour},`);
  }
}
