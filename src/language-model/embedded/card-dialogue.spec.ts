import { type JsonObject } from '../../common/json';
import { type ModelMessage, type ToolDefinition } from '../language-model';
import { decideReply } from './decide-reply';
import { IntentClassifier } from './intent/intent-classifier';

const CARD: JsonObject = {
  last_four: { type: 'string', pattern: '^[0-9]{4}$' },
  network: { type: 'string', enum: ['Visa', 'Mastercard', 'American Express'] },
};
const TRANSACTION: JsonObject = {
  merchant: { type: 'string', maxLength: 80 },
  amount: { type: 'number', exclusiveMinimum: 0 },
};
const CARD_TOOLS: readonly ToolDefinition[] = [
  defineTool('list_cards', {}),
  defineTool('block_card', CARD),
  defineTool('unblock_card', CARD),
  defineTool('report_card_lost', { reason: { type: 'string', enum: ['lost', 'stolen'] }, ...CARD }, ['reason']),
  defineTool('replace_card', CARD),
  defineTool('get_replacement_status', CARD),
  defineTool('activate_card', CARD),
  defineTool('get_card_balance', CARD),
  defineTool('list_card_transactions', CARD),
  defineTool('dispute_transaction', { ...TRANSACTION, ...CARD }),
  defineTool('send_passcode', {}),
  defineTool('transfer_to_human', { reason: { type: 'string' } }, ['reason']),
];

function defineTool(name: string, properties: JsonObject, required: readonly string[] = []): ToolDefinition {
  return {
    name,
    description: name,
    inputSchema: { type: 'object', properties, required, additionalProperties: false },
  };
}

const classifier = new IntentClassifier();

/** Caller and assistant in turn, the caller first and last; the reply as spoken, or the call as `name {input}`. */
function answer(lines: readonly string[], tools: readonly ToolDefinition[] = CARD_TOOLS): string {
  const messages = lines.map((text, index): ModelMessage =>
    index % 2 === 0 ? { role: 'user', text } : { role: 'assistant', text, toolCalls: [] },
  );
  const reply = decideReply({ messages, tools }, classifier);
  return reply.type === 'speech'
    ? reply.text
    : reply.calls.map(({ name, input }) => `${name} ${JSON.stringify(input)}`).join();
}

const WHICH_CARD = 'Which card do you mean: the Visa ending in 1881 or the Mastercard ending in 8805?';
const WHICH_TRANSACTION =
  'Which charge do you mean: $42 at Acme Shoes on November 3 or $80.50 at Blue Cafe on November 9?';
const NO_SUCH_TRANSACTION =
  'I could not find that charge. The last ones are $42 at Acme Shoes on November 3 and $80.50 at Blue Cafe on ' +
  'November 9. Which one do you mean?';
const CODE_SENT =
  'For that I have to be sure that it is you. I have sent a code to the phone number ending in 01. Please read me its ' +
  'six digits.';
const CODE_WRONG = 'That code is not right. Please read me the six digits again.';
const CODE_EXPIRED = 'That code is no longer valid. Shall I send you a new code?';
const CODE_PLEASE = 'Please read me the six digit code that I sent to your phone, or tell me if you did not get it.';
const PHONE = 'I can help with that. What is the phone number on your account, starting with the country code?';
const LAST_FOUR = 'Thank you. To find the right card, please tell me its last four digits.';
const SHALL_I = 'Shall I go ahead, yes or no?';
const BALANCE = 'You owe $312.45 on your Visa ending in 1881, of a limit of $5,000. Is there anything else?';
const WHAT_NEXT = 'What would you like me to do?';

const REQUESTS: readonly (readonly [text: string, call: string])[] = [
  ['which cards do I have', 'list_cards {}'],
  ['block my Visa', 'block_card {"network":"Visa"}'],
  ['I cannot find my card', 'block_card {}'],
  ['My wallet is missing', 'block_card {}'],
  ['block my card, it was stolen', 'block_card {}'],
  ['please unblock the card ending in 8805', 'unblock_card {"last_four":"8805"}'],
  ['I lost my card', 'report_card_lost {"reason":"lost"}'],
  ['my Mastercard was stolen', 'report_card_lost {"reason":"stolen","network":"Mastercard"}'],
  ['my card is damaged, please replace it', 'replace_card {}'],
  ['where is my replacement card', 'get_replacement_status {}'],
  ['I want to activate my new Amex', 'activate_card {"network":"American Express"}'],
  ['what is the balance on my card', 'get_card_balance {}'],
  ['what is my credit limit', 'get_card_balance {}'],
  ['what is my balance', 'get_card_balance {}'],
  ['read me the last transactions on my Visa', 'list_card_transactions {"network":"Visa"}'],
  [
    "I don't recognise a charge of 42 dollars at Acme Shoes",
    'dispute_transaction {"merchant":"Acme Shoes","amount":42}',
  ],
  [
    'I want to dispute a payment of $19.99 to Netflix on my Visa',
    'dispute_transaction {"merchant":"Netflix","amount":19.99,"network":"Visa"}',
  ],
  ['I was charged twice', 'dispute_transaction {}'],
  ['I did not get the code', 'send_passcode {}'],
  ['get me a human', 'transfer_to_human {"reason":"The caller asked for a person: get me a human"}'],
];

const DIALOGUES: readonly (readonly [name: string, lines: readonly string[], expected: string])[] = [
  [
    'the card, after a list of cards',
    ['what is the balance on my card', WHICH_CARD, 'the visa'],
    'get_card_balance {"network":"Visa"}',
  ],
  [
    'the card by its place in the list',
    ['please unblock my card', WHICH_CARD, 'the second one'],
    'unblock_card {"last_four":"8805"}',
  ],
  [
    'the card, with the reason kept',
    ['my card was stolen', WHICH_CARD, 'the one ending in 1881'],
    'report_card_lost {"reason":"stolen","last_four":"1881"}',
  ],
  [
    'the transaction, by its merchant',
    ['I want to dispute a charge', WHICH_TRANSACTION, 'the one from blue cafe'],
    'dispute_transaction {"merchant":"blue cafe"}',
  ],
  [
    'the transaction, by its amount',
    ['I do not recognise a charge on my Visa', WHICH_TRANSACTION, 'the 42 dollar one'],
    'dispute_transaction {"amount":42,"network":"Visa"}',
  ],
  [
    'the transaction, by its place in the list',
    ['I want to dispute a charge', WHICH_TRANSACTION, 'the last one'],
    'dispute_transaction {"amount":80.5}',
  ],
  [
    'the transaction, after one that was not found',
    ['dispute a charge of 12 dollars at Netflix', NO_SUCH_TRANSACTION, 'the first one'],
    'dispute_transaction {"amount":42}',
  ],
  [
    'one of several transactions at the merchant',
    [
      'dispute a charge at Acme Shoes',
      'Which charge do you mean: $42 at Acme Shoes on November 3 or $15 at Acme Shoes on November 9?',
      'the 15 dollar one',
    ],
    'dispute_transaction {"merchant":"Acme Shoes","amount":15}',
  ],
  [
    'another transaction than the one in question',
    [
      'dispute a charge of 42 dollars',
      'I can dispute $42 at Acme Shoes on November 3, on your Visa ending in 1881. Shall I go ahead, yes or no?',
      'no, the one at Blue Cafe',
    ],
    'dispute_transaction {"merchant":"Blue Cafe"}',
  ],
  [
    'a four digit amount, not the end of a card',
    ['I want to dispute a charge', 'Which transaction do you mean? Please tell me the merchant or the amount.', '1250'],
    'dispute_transaction {"amount":1250}',
  ],
  [
    'the card of a dispute, with the transaction kept',
    ['I never made the payment of 42 dollars at Acme Shoes', WHICH_CARD, 'the visa'],
    'dispute_transaction {"merchant":"Acme Shoes","amount":42,"network":"Visa"}',
  ],
  [
    'an unclear answer: the server asks again',
    ['I want to dispute a charge', WHICH_TRANSACTION, 'hmm'],
    'dispute_transaction {}',
  ],
  [
    'a question, after the code',
    ['what is the balance on my card', CODE_SENT, '482913', WHICH_CARD, 'the visa'],
    'get_card_balance {"network":"Visa"}',
  ],
  [
    'a question, after a spoken code and a resend',
    [
      'read me my last transactions',
      CODE_SENT,
      'I did not get it',
      CODE_SENT,
      'four eight two nine one three',
      WHICH_CARD,
      'the mastercard',
    ],
    'list_card_transactions {"network":"Mastercard"}',
  ],
  ['a code that did not come', ['activate my card', CODE_SENT, 'nothing has arrived'], 'send_passcode {}'],
  [
    'a code that is not on the phone',
    ['activate my card', CODE_SENT, 'I did not get it on my phone'],
    'send_passcode {}',
  ],
  ['a code to be sent again', ['activate my card', CODE_SENT, 'send it again'], 'send_passcode {}'],
  ['a code to be sent instead of one that expired', ['activate my card', CODE_EXPIRED, 'yes'], 'send_passcode {}'],
  [
    'no wish for a new code',
    ['activate my card', CODE_EXPIRED, 'no'],
    'All right. Is there anything else I can help you with?',
  ],
  ['a yes after a wrong code', ['activate my card', CODE_SENT, '111111', CODE_WRONG, 'yes'], CODE_PLEASE],
  ['a yes in place of the code', ['activate my card', CODE_SENT, 'yes'], CODE_PLEASE],
  ['a murmur in place of the code', ['activate my card', CODE_SENT, 'hmm'], CODE_PLEASE],
  ['too few digits for a code', ['activate my card', CODE_SENT, 'four eight two nine'], CODE_PLEASE],
  [
    'a card in place of the code',
    ['activate my card', CODE_SENT, 'it is the visa'],
    'activate_card {"network":"Visa"}',
  ],
  [
    'something else in place of the code',
    ['activate my card', CODE_SENT, 'block my visa'],
    'block_card {"network":"Visa"}',
  ],
  [
    'a phone that is not at hand',
    ['activate my card', CODE_SENT, 'I do not have my phone with me'],
    'Without that code I cannot do this here. Would you like to speak to a person?',
  ],
  [
    'a person instead of a phone that is not at hand',
    ['activate my card', CODE_SENT, 'I changed my number', 'Would you like to speak to a person?', 'yes'],
    'transfer_to_human {"reason":"The assistant could not help with: I changed my number"}',
  ],
  ['a yes in place of the number', ['what is my card balance', PHONE, 'yes'], 'get_card_balance {}'],
  ['a yes in place of the last four', ['block my card', LAST_FOUR, 'yes'], 'block_card {}'],
  ['a yes in place of the card', ['replace my damaged card', WHICH_CARD, 'yes'], 'replace_card {}'],
  ['a yes in place of the transaction', ['dispute a charge', WHICH_TRANSACTION, 'yes'], 'dispute_transaction {}'],
  [
    'all of them in place of one card',
    ['my card is lost', WHICH_CARD, 'all of them'],
    'report_card_lost {"reason":"lost"}',
  ],
  [
    'no idea in place of the transaction',
    ['dispute a charge', WHICH_TRANSACTION, "I don't know"],
    'dispute_transaction {}',
  ],
  [
    'a question about an open confirmation',
    ['block my visa', `I can block your Visa. ${SHALL_I}`, 'what does that mean'],
    'block_card {"network":"Visa"}',
  ],
  ['a yes after the end', ['what is the balance on my visa', BALANCE, 'yes'], WHAT_NEXT],
  [
    'a murmur to an open confirmation',
    ['report my visa as stolen', `I will cancel your Visa for good. ${SHALL_I}`, 'hmm'],
    'report_card_lost {"reason":"stolen","network":"Visa"}',
  ],
  [
    'the same question of another card',
    ['what is the balance on my visa', BALANCE, 'and the mastercard'],
    'get_card_balance {"network":"Mastercard"}',
  ],
  [
    'another request for the same card',
    ['what is the balance on my visa', BALANCE, 'block it'],
    'block_card {"network":"Visa"}',
  ],
  [
    'another request without a card',
    ['what is the balance on my visa', BALANCE, 'where is my replacement card'],
    'get_replacement_status {}',
  ],
  [
    'another dispute',
    ['dispute a charge of 42 dollars at Acme Shoes', 'Done. Is there anything else?', 'dispute another charge'],
    'dispute_transaction {}',
  ],
  [
    'a theft remembered while blocking',
    ['block my visa', `I can block your Visa. ${SHALL_I}`, 'actually it was stolen'],
    'report_card_lost {"reason":"stolen","network":"Visa"}',
  ],
];

describe(decideReply.name, () => {
  describe('when the caller asks for something about cards', () => {
    it.each(REQUESTS)('should answer "%s" with %s', (text, call) => {
      expect(answer([text])).toBe(call);
    });
  });

  describe('when a card topic is open', () => {
    it.each(DIALOGUES)('should understand %s', (_name, lines, expected) => {
      expect(answer(lines)).toBe(expected);
    });
  });

  describe('when a card tool is not offered', () => {
    it.each(REQUESTS)('should not call it for "%s"', (text, call) => {
      const [name] = call.split(' ');
      const reply = answer(
        [text],
        CARD_TOOLS.filter((tool) => tool.name !== name && tool.name !== 'block_card'),
      );
      expect(reply).toContain('I cannot do that here.');
    });

    it('should block a card whose loss cannot be reported', () => {
      const tools = CARD_TOOLS.filter(({ name }) => name !== 'report_card_lost');
      expect(answer(['my visa was stolen'], tools)).toBe('block_card {"network":"Visa"}');
      expect(answer(['my card was stolen', WHICH_CARD, 'the visa'], tools)).toBe('block_card {"network":"Visa"}');
    });

    it('should not promise a new code', () => {
      const tools = CARD_TOOLS.filter(({ name }) => name !== 'send_passcode');
      const reply = answer(['activate my card', CODE_SENT, 'yes'], tools);
      expect(reply).toBe('Please read me the six digit code that I sent to your phone.');
    });
  });

  describe('when the caller asks what can be done', () => {
    it('should name all that is offered', () => {
      expect(answer(['what can you do'])).toBe(
        "I am the bank's automated assistant. I can tell you which cards you have, block, unblock, replace or " +
          'activate a credit card, cancel a lost or stolen card, tell you where a replacement card is, tell you the ' +
          'balance and last transactions of a card, dispute a transaction and help you reach a person. ' +
          WHAT_NEXT,
      );
    });

    it.each([
      ['list_cards', 'I can tell you which cards you have.'],
      ['block_card', 'I can block a credit card.'],
      ['unblock_card', 'I can unblock a credit card.'],
      ['report_card_lost', 'I can cancel a lost or stolen card.'],
      ['replace_card', 'I can replace a credit card.'],
      ['get_replacement_status', 'I can tell you where a replacement card is.'],
      ['activate_card', 'I can activate a credit card.'],
      ['get_card_balance', 'I can tell you the balance of a card.'],
      ['list_card_transactions', 'I can tell you the last transactions of a card.'],
      ['dispute_transaction', 'I can dispute a transaction.'],
      ['send_passcode', 'There is nothing I can do for you on this line at the moment.'],
      ['transfer_to_human', 'I can help you reach a person.'],
    ])('should promise nothing beyond %s when only that is offered', (name, ability) => {
      const tools = CARD_TOOLS.filter((tool) => tool.name === name);
      expect(answer(['what can you do'], tools)).toBe(`I am the bank's automated assistant. ${ability} ${WHAT_NEXT}`);
    });

    it('should only say what it is about when that is too much to hear at once', () => {
      const loans = defineTool('list_loan_products', {});
      expect(answer(['hello'])).toContain('I can help you with your credit cards and help you reach a person.');
      expect(answer(['hello'], [loans, ...CARD_TOOLS])).toContain('I can help you with loans and your credit cards');
    });
  });
});
