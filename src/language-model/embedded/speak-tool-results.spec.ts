import { type ModelToolResult } from '../language-model';
import { ANYTHING_ELSE } from './data/sentences';
import { ToolOffer } from './dialogue/tool-offer';
import { speakToolResults } from './speak-tool-results';

const OFFER = new ToolOffer(
  ['quote_loan', 'transfer_to_human'].map((name) => ({ name, description: '', inputSchema: { type: 'object' } })),
);

function toToolResult(output: string, isError = false): ModelToolResult {
  return { toolCallId: 'call_1', output, isError };
}

function speak(output: string): string {
  return speakToolResults([toToolResult(output)], OFFER);
}

describe(speakToolResults.name, () => {
  const products = [
    {
      id: 'auto',
      name: 'Auto loan',
      annual_rate_percent: 6.9,
      minimum_amount: '$2,000',
      maximum_amount: '$80,000',
      minimum_term_months: 12,
      maximum_term_months: 84,
    },
  ];
  const quote = {
    status: 'quoted',
    product: 'auto',
    amount: '$12,000',
    term_months: 48,
    annual_rate_percent: 6.9,
    monthly_payment: '$286.84',
    total_payment: '$13,768.27',
    total_interest: '$1,768.27',
  };

  it.each([
    ['a sentence of the server', { status: 'proposed', say: ' Shall I, *yes* or no? ' }, ' Shall I, *yes* or no? '],
    [
      'products',
      { status: 'ok', products },
      'We offer the following. Auto loan: from $2,000 to $80,000, at 6.9 percent a year, over 1 year to 7 years. Shall I work out a monthly payment for one of them?',
    ],
    [
      'a quote',
      quote,
      'For $12,000 over 4 years, the auto loan comes to $286.84 a month at 6.9 percent a year. You would pay back $13,768.27 in all, $1,768.27 of it interest. Would you like to try another amount or term?',
    ],
    [
      'a quote out of range',
      { status: 'out_of_range', message: 'The auto loan is for $2,000 to $80,000.' },
      'The auto loan is for $2,000 to $80,000. Would you like to try another amount or term?',
    ],
    [
      'cards',
      { status: 'listed', cards: [{ network: 'Visa', last_four: '4211', state: 'active' }] },
      `You have the Visa ending in 4211, which is active. ${ANYTHING_ELSE}`,
    ],
    ['no cards', { status: 'listed', cards: [] }, `I found no credit cards of yours. ${ANYTHING_ELSE}`],
    [
      'an article',
      { status: 'ok', articles: [{ passage: 'One. Two.\nThree. Four. Five.' }, { passage: 'Other.' }] },
      'One. Two. Three. Four.',
    ],
  ])('should speak of %s', (_name, output, expected) => {
    expect(speak(JSON.stringify(output))).toBe(expected);
  });

  it('should not guess from a weak match', () => {
    const output = { status: 'weak_match', articles: [{ passage: 'Something else.' }] };
    expect(speak(JSON.stringify(output))).toBe(
      "I'd rather not guess at that: I found nothing that answers it well. Would you like to speak to a person?",
    );
  });

  it.each([
    [[toToolResult('boom', true)]],
    [[toToolResult('{"status":"failed"}')]],
    [[toToolResult('[1, 2')]],
    [[toToolResult('null')]],
    [[]],
  ])('should apologise for %j and offer a person', (results) => {
    expect(speakToolResults(results, OFFER)).toBe(
      'I am sorry, that did not work just now. Would you like to speak to a person?',
    );
  });

  it('should say what the server prescribes, whatever other tools gave', () => {
    const results = [toToolResult('{"status":"listed","cards":[]}'), toToolResult('{"say":"Which card?"}')];
    expect(speakToolResults(results, OFFER)).toBe('Which card?');
  });

  it('should offer only what is offered to it', () => {
    expect(speakToolResults([toToolResult('{"status":"failed"}')], new ToolOffer([]))).toBe(
      `I am sorry, that did not work just now. ${ANYTHING_ELSE}`,
    );
  });
});
