import { type OpenTalk, readEmergency, wantsPerson } from './read-emergency';

const WHICH = 'Which card do you mean: the Visa ending in 1881 or the Mastercard ending in 8805?';
const OFFER = 'I could not find a card of yours. Would you like to speak to a person?';

function read(texts: readonly string[], rest: Partial<OpenTalk> = {}): ReturnType<typeof readEmergency> {
  return readEmergency({
    texts,
    isCorrected: false,
    followsQuestion: false,
    lastAnswer: '',
    keepsDigits: false,
    ...rest,
  });
}

describe(readEmergency.name, () => {
  describe('when the latest words ask to stop a card', () => {
    it('should gather what was said of the card', () => {
      expect(read(['Hello', 'I lost my Visa'])).toEqual({ startedAt: 1, card: { network: 'Visa' } });
    });

    it('should know since when it is spoken of', () => {
      expect(read(['I lost my Visa', 'please block it'])).toEqual({ startedAt: 0, card: { network: 'Visa' } });
    });

    it('should take no sum for the digits of a card', () => {
      expect(read(['I lost 1500 dollars because someone used my card'])?.card).toEqual({});
    });

    it('should forget what was said long ago', () => {
      const chatter = Array.from({ length: 10 }, () => 'hello');
      expect(read(['I lost my Visa', ...chatter, 'the Visa'])).toBeUndefined();
    });
  });

  describe('when the latest words answer a question of the dialogue', () => {
    it.each([
      'the Mastercard',
      '8805',
      'eight eight oh five',
      '+1 555 010 0001',
      'the code is 482913',
      'send me the code again',
      'I want to talk to a human',
      'what about the Visa',
    ])('should go on with "%s"', (text) => {
      expect(read(['I lost my card', text])).toBeDefined();
    });

    it.each([
      ['the first one', WHICH],
      ['both', WHICH],
      ["I don't know", WHICH],
      ['yes please', OFFER],
      ['yes', 'That code is no longer valid. Shall I send you a new code?'],
    ])('should go on with "%s" after "%s"', (text, lastAnswer) => {
      expect(read(['I lost my card', text], { lastAnswer })).toBeDefined();
    });

    it.each([
      'What is the balance of my Mastercard?',
      'What loans do you have?',
      'Which credit cards do you offer?',
      'Oh, I found my card',
      'is my Visa blocked',
      'tell me about the gold card',
      'hello?',
      'yes',
      'I have 2 questions',
    ])('should leave "%s" to the assistant', (text) => {
      expect(read(['I lost my card', text], { lastAnswer: WHICH })).toBeUndefined();
    });
  });

  describe('when a caller names another card than before', () => {
    it.each([
      [['I lost my Visa', 'the one ending in 8805'], { last_four: '8805' }],
      [['I lost the card 9999', 'the Visa'], { network: 'Visa' }],
      [['I lost my Visa', 'no, the Mastercard 8805'], { network: 'Mastercard', last_four: '8805' }],
    ])('should take the latest name of %j', (texts, card) => {
      expect(read(texts)?.card).toEqual(card);
    });

    it('should keep the digits where they are a proof', () => {
      expect(read(['I lost the card 1881', 'the Visa'], { keepsDigits: true })?.card).toEqual({
        last_four: '1881',
        network: 'Visa',
      });
    });
  });

  describe('when a question was settled before', () => {
    it('should start nothing without a new emergency', () => {
      expect(read(['the Visa'], { followsQuestion: true })).toBeUndefined();
    });

    it('should hear of the other card', () => {
      expect(read(['I lost the other one too'], { followsQuestion: true })).toEqual({ startedAt: 0, card: {} });
    });

    it.each(['no, the Mastercard', 'no, the other one', 'not that one'])(
      'should go on with the correction "%s"',
      (text) => {
        expect(read([text], { followsQuestion: true, isCorrected: true, lastAnswer: 'Yes or no?' })?.startedAt).toBe(0);
      },
    );

    it('should not take another wish for a correction', () => {
      const talk = { followsQuestion: true, isCorrected: true, lastAnswer: 'Yes or no?' };
      expect(read(['What is the balance of my Mastercard?'], talk)).toBeUndefined();
    });
  });
});

describe(wantsPerson.name, () => {
  it.each([
    ['a human, please', ''],
    ['yes', OFFER],
    ['sure, please', OFFER],
  ])('should hear it in "%s" after "%s"', (query, lastAnswer) => {
    expect(wantsPerson(query, lastAnswer)).toBe(true);
  });

  it.each([
    ['yes', WHICH],
    ['no', OFFER],
    ['the Visa', OFFER],
  ])('should not hear it in "%s" after "%s"', (query, lastAnswer) => {
    expect(wantsPerson(query, lastAnswer)).toBe(false);
  });
});
