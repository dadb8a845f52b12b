import { readLatestTag } from './read-latest-tag';

const NUMBER = '+15557654321';
const OTHER = '+15550100007';

function say(role: string, content: unknown): object {
  return { role, content };
}

describe(readLatestTag.name, () => {
  it.each<[string, unknown, string | undefined]>([
    ['of the instructions', [say('system', `Be brief. [phone: ${NUMBER}]`), say('user', 'Hello')], NUMBER],
    ['of a developer', [say('developer', `[phone: ${NUMBER}]`), say('user', 'Hello')], NUMBER],
    ['of the caller', [say('system', 'Be brief.'), say('user', `Hello [phone: ${NUMBER}]`)], NUMBER],
    ['that is the latest', [say('system', `[phone: ${OTHER}]`), say('user', `Hello [phone: ${NUMBER}]`)], NUMBER],
    ['in a part', [say('user', [{ type: 'image_url' }, { type: 'text', text: `Hello [phone: ${NUMBER}]` }])], NUMBER],
    [
      'before one that is not filled in',
      [say('system', `[phone: ${NUMBER}]`), say('user', 'Hello [phone: unknown] [1]')],
      NUMBER,
    ],
    [
      'at the beginning of a long call',
      [say('system', `[phone: ${NUMBER}]`), ...Array.from({ length: 2_000 }, () => say('user', 'x'.repeat(900)))],
      NUMBER,
    ],
    ['not before one that is none', [say('system', `[phone: ${NUMBER}]`), say('user', '[phone: hello]')], undefined],
    ['not of an answer', [say('assistant', `[phone: ${NUMBER}]`)], undefined],
    ['not of a tool', [say('tool', `[phone: ${NUMBER}]`)], undefined],
    ['not where nobody has a tag', [say('user', 'Hello')], undefined],
    ['not in what is no message', [null, 7, `[phone: ${NUMBER}]`, say('user', [null, { text: 7 }])], undefined],
    ['not in what is no list', { content: `[phone: ${NUMBER}]` }, undefined],
    ['not in nothing', undefined, undefined],
  ])('should read the tag %s', (_what, messages, number) => {
    expect(readLatestTag(messages)).toBe(number);
  });

  it('should give up on what is long and full of brackets', () => {
    const long = Array.from({ length: 200 }, () => say('user', '[phone:'.repeat(100)));
    expect(readLatestTag([say('system', `[phone: ${NUMBER}]`), ...long])).toBeUndefined();
    expect(readLatestTag([say('system', `[phone: ${NUMBER}]`), ...long.slice(0, 100)])).toBe(NUMBER);
  });
});
