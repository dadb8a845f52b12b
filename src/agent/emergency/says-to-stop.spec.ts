import { EMERGENCY_UTTERANCES, UNSEEN_EMERGENCY_UTTERANCES } from '../../../test/fixtures/emergency-utterances';
import { HELD_OUT_CARD_UTTERANCES } from '../../../test/fixtures/held-out-card-utterances';
import { saysToStop } from './says-to-stop';

/** A disputed payment that somebody else made with the card is as good a reason to stop it as a stolen card. */
const STOPPED_BY_DISPUTE = [
  "there's a charge on my card I don't recognize",
  'someone used my card at a gas station and it was not me',
  'an unauthorized payment showed up on my credit card',
];
const { block_card: block, report_card_lost: report, ...others } = HELD_OUT_CARD_UTTERANCES;

/** Those among the sentences that are taken for an emergency, without a word said before. */
function started(sentences: readonly string[]): readonly string[] {
  return sentences.filter((sentence) => saysToStop(sentence, []));
}

describe(saysToStop.name, () => {
  describe('when a card is lost, stolen, in foreign hands or to be stopped', () => {
    it.each([...EMERGENCY_UTTERANCES.stop, ...block, ...report, ...STOPPED_BY_DISPUTE])(
      'should hear it in "%s"',
      (text) => {
        expect(saysToStop(text, [])).toBe(true);
      },
    );
  });

  describe('when a caller wants something else', () => {
    it('should start nothing', () => {
      expect(started(EMERGENCY_UTTERANCES.other)).toEqual([]);
    });

    it('should start nothing for the other things that cards are called about', () => {
      expect(started(Object.values(others).flat())).toEqual(STOPPED_BY_DISPUTE);
    });
  });

  describe('when the words were not foreseen', () => {
    it('should hear most emergencies, and start hardly anything else', () => {
      const { stop, other } = UNSEEN_EMERGENCY_UTTERANCES;
      expect(started(stop).length / stop.length).toBeGreaterThanOrEqual(0.8);
      expect(started(other).length / other.length).toBeLessThanOrEqual(0.05);
    });
  });

  describe('when the card was named before', () => {
    it.each([
      [['I have a question about my credit card'], 'I have lost it'],
      [['It is about my Visa', 'Hello?'], 'it was stolen'],
      [['My card', 'Yes, hello', 'Are you there'], 'please block it'],
      [['about my card'], 'I left it in a taxi'],
      [['my cards'], 'someone took them'],
      [['my card'], 'shut it down'],
      [['my Mastercard'], 'there are payments that I did not make'],
      [['I want to report a loss'], 'my Mastercard'],
      [['something was stolen'], 'it is my card'],
    ])('should read %j and then "%s" together', (before, text) => {
      expect(saysToStop(text, before)).toBe(true);
    });

    it.each([
      [[], 'I have lost it'],
      [['I want a loan'], 'I lost it'],
      [['I lost my job'], 'What is the balance of my card?'],
      [['I lost my job'], 'it is about my card'],
      [['I have lost it'], 'What is the balance of my card?'],
      [['I lost my card'], 'What loans do you have?'],
      [['I lost my card'], 'Oh, I found it'],
    ])('should start nothing with %j and then "%s"', (before, text) => {
      expect(saysToStop(text, before)).toBe(false);
    });
  });
});
