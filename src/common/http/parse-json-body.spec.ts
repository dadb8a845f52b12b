import { BodyError } from './body-error';
import { parseJsonBody } from './parse-json-body';

function refusalOf(text: string): BodyError {
  try {
    parseJsonBody(text);
  } catch (error) {
    if (error instanceof BodyError) return error;
    throw error;
  }
  throw new Error('The body was accepted.');
}

describe(parseJsonBody.name, () => {
  it('should return the object as sent', () => {
    expect(parseJsonBody('{"stream":"false","n":1}')).toEqual({ stream: 'false', n: 1 });
  });

  it.each(['', '{', 'nonsense', '{"a":1}}', '\u0000'])('should refuse %j as malformed', (text) => {
    expect(refusalOf(text).problem).toBe('malformed');
  });

  it.each(['[]', '"text"', 'null', '3'])('should refuse %s, which is no object', (text) => {
    expect(refusalOf(text).problem).toBe('not_an_object');
  });

  it.each([
    ['arrays', `{"messages":[{"content":${'['.repeat(10_000)}${']'.repeat(10_000)}}]}`, 'messages[0].content'],
    ['objects', `{"metadata":${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}}`, 'metadata.a.a'],
  ])('should name the place of 10,000 nested %s', (_what, text, path) => {
    const { problem, path: named } = refusalOf(text);
    expect(problem).toBe('too_deep');
    expect(named).toContain(path);
  });

  it('should show only the beginning of a long key', () => {
    const { path } = refusalOf(`{"${'k'.repeat(1_000)}":${'['.repeat(100)}${']'.repeat(100)}}`);
    expect(path).toBe(`${'k'.repeat(64)}[0][0]`);
  });

  it.each([
    ['elements', `{"messages":[${'0,'.repeat(40_000)}0]}`, 'messages'],
    ['empty objects', `{"messages":[{"content":[${'{},'.repeat(40_000)}{}]}]}`, 'messages[0].content'],
    ['properties', `{"metadata":{${Array.from({ length: 40_000 }, (_, index) => `"${index}":0`).join()}}}`, 'metadata'],
    ['fields', `{${Array.from({ length: 40_000 }, (_, index) => `"${index}":0`).join()}}`, undefined],
  ])('should name the place of 40,000 %s', (_what, text, path) => {
    const { problem, path: named } = refusalOf(text);
    expect(problem).toBe('too_many_values');
    expect(named).toBe(path);
  });

  it('should take a body with as many values as a long call has', () => {
    const messages = Array.from({ length: 2_048 }, () => ({
      role: 'user',
      content: [{ type: 'text', text: 'Hello' }],
    }));
    expect(parseJsonBody(JSON.stringify({ messages }))).toEqual({ messages });
  });

  it.each([
    '{"__proto__":{"x":1},"a":1}',
    '{"\\u005f_proto__":{"x":1},"a":1}',
    '{"constructor":{"prototype":{"x":1}},"a":1}',
  ])('should drop the prototype key of %s', (text) => {
    const body = parseJsonBody(text);
    expect(Object.keys(body)).toEqual(['a']);
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });
});
