import { estimateTurnTokens } from './estimate-turn-tokens';

const REPLY = 400;

function toPicture(url: string): object {
  return { type: 'image_url', image_url: { url } };
}

describe(estimateTurnTokens.name, () => {
  it.each<[string, unknown, number]>([
    ['a message', { messages: [{ role: 'user', content: 'x'.repeat(396) }] }, 100 + REPLY],
    [
      'the parts of a message',
      { messages: [{ content: [{ text: 'x'.repeat(200) }, { text: 'x'.repeat(200) }] }] },
      100 + REPLY,
    ],
    ['tools, names included', { tools: [{ function: { description: 'x'.repeat(381) } }] }, 100 + REPLY],
    ['functions', { functions: [{ description: 'x'.repeat(389) }] }, 100 + REPLY],
    [
      'the schema of the reply, names included',
      { response_format: { type: 'json_schema', json_schema: { schema: { ['x'.repeat(368)]: {} } } } },
      100 + REPLY,
    ],
    [
      'a picture by a flat price',
      { messages: [{ content: [toPicture('data:image/png;base64,AAAA')] }] },
      1_500 + REPLY,
    ],
    ['each picture', { messages: [{ content: [toPicture('data:,'), toPicture('data:,')] }] }, 3_000 + REPLY],
    ['words that begin like a picture', { messages: [{ content: `data:${'x'.repeat(395)}` }] }, 100 + REPLY],
    ['a query that begins like a picture', { query: `data:${'x'.repeat(395)}` }, 100 + REPLY],
    [
      'a part of text that begins like a picture',
      { messages: [{ content: [{ text: `data:${'x'.repeat(395)}` }] }] },
      100 + REPLY,
    ],
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
    const body = { messages: [{ role: 'user', content: [toPicture(url)] }] };
    expect(estimateTurnTokens(body)).toBeGreaterThan(1_000);
    expect(estimateTurnTokens(body)).toBeLessThan(3_000);
  });
});
