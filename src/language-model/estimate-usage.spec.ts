import * as fc from 'fast-check';
import { estimateTokens, estimateUsage } from './estimate-usage';

describe(estimateTokens.name, () => {
  it('should count plain English as the tokenizer does', () => {
    expect(estimateTokens('')).toBe(0);
    expect(estimateTokens('Hello, how can I help you today?')).toBe(9);
  });

  it('should take the special words of a tokenizer for text', () => {
    expect(estimateTokens('<|endoftext|>')).toBeGreaterThan(1);
  });

  it('should agree on a long run with the sum of its pieces', () => {
    const run = 'international'.repeat(64);
    const pieces = run.match(/.{64}/g) ?? [];
    expect(estimateTokens(run)).toBe(pieces.reduce((sum, piece) => sum + estimateTokens(piece), 0));
  });

  it('should estimate a text of two megabytes from samples of it', () => {
    const sentence = 'The quick brown fox jumps over the lazy dog. ';
    const estimate = estimateTokens(sentence.repeat(45_000)) / (45_000 * estimateTokens(sentence));
    expect(estimate).toBeGreaterThan(0.9);
    expect(estimate).toBeLessThan(1.1);
  });

  it('should give a whole number of at most one token for each byte, for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        const tokens = estimateTokens(text);
        expect(Number.isInteger(tokens)).toBe(true);
        expect(tokens).toBeLessThanOrEqual(Buffer.byteLength(text));
        expect(tokens > 0).toBe(text !== '');
      }),
    );
  });
});

describe(estimateUsage.name, () => {
  const request = { system: 'You answer the phone.', messages: [{ role: 'user', text: 'Hello' }], tools: [] } as const;

  it('should count the reply and its tool calls as output', () => {
    const toolCall = { id: 'call_1', name: 'block_card', inputJson: '{"last_four":"4211"}' };
    const spoken = estimateUsage({ request, outputText: 'Good morning', toolCalls: [] });
    const both = estimateUsage({ request, outputText: 'Good morning', toolCalls: [toolCall] });
    expect(spoken.outputTokens).toBe(estimateTokens('Good morning'));
    expect(both.outputTokens).toBeGreaterThan(spoken.outputTokens);
  });

  it('should count every part of the request as input', () => {
    const tool = { name: 'list_cards', description: 'Lists cards.', inputSchema: { type: 'object' } };
    const larger = [
      { ...request, system: `${request.system} Be brief.` },
      { ...request, tools: [tool] },
      { ...request, messages: [...request.messages, { role: 'user', text: 'Hello again' } as const] },
      {
        ...request,
        messages: [
          ...request.messages,
          { role: 'tool', results: [{ toolCallId: 'call_1', output: '{}', isError: false }] } as const,
        ],
      },
    ];
    const { inputTokens } = estimateUsage({ request, outputText: '', toolCalls: [] });
    for (const other of larger) {
      expect(estimateUsage({ request: other, outputText: '', toolCalls: [] }).inputTokens).toBeGreaterThan(inputTokens);
    }
  });
});
