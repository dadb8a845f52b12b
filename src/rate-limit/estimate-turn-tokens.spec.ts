import { estimateTurnTokens } from './estimate-turn-tokens';

const REPLY = 400;

describe(estimateTurnTokens.name, () => {
  it.each<[string, unknown, number]>([
    ['a message', { messages: [{ role: 'user', content: 'x'.repeat(396) }] }, 100 + REPLY],
    [
      'the parts of a message',
      { messages: [{ content: [{ text: 'x'.repeat(200) }, { text: 'x'.repeat(200) }] }] },
      100 + REPLY,
    ],
    ['tools', { tools: [{ function: { description: 'x'.repeat(400) } }] }, 100 + REPLY],
    ['a query', { query: 'x'.repeat(401) }, 101 + REPLY],
    ['the reply that is asked for', { messages: [], max_completion_tokens: 50, max_tokens: 70 }, 50],
    ['the older name of it', { messages: [], max_tokens: 70 }, 70],
    ['a length that is none', { messages: [], max_tokens: '70', max_completion_tokens: -1 }, REPLY],
    ['null', { messages: null, max_tokens: null }, REPLY],
    ['nothing', undefined, REPLY],
    ['no object', [], REPLY],
    ['what no model reads', { metadata: { note: 'x'.repeat(4_000) }, user: 'x'.repeat(4_000) }, REPLY],
  ])('should count %s', (_what, body, tokens) => {
    expect(estimateTurnTokens(body)).toBe(tokens);
  });

  it('should not take the text of a picture for words', () => {
    const url = `data:image/png;base64,${'A'.repeat(1_000_000)}`;
    const body = { messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url } }] }] };
    expect(estimateTurnTokens(body)).toBeGreaterThan(1_000);
    expect(estimateTurnTokens(body)).toBeLessThan(3_000);
  });
});
