import { readCallerTag } from './read-caller-tag';

describe(readCallerTag.name, () => {
  it.each([
    ['Block my credit card [phone: +1234567890]', 'Block my credit card', '+1234567890'],
    ['[PHONE:(415) 555-2671] hello', 'hello', '+14155552671'],
    ['[phone: +15550100001] then [phone: +15550100002]', 'then', '+15550100002'],
    ['hello [phone: abc]', 'hello', 'malformed'],
    ['hello [phone: +12]', 'hello', 'malformed'],
    ['hello [phone: ]', 'hello', undefined],
    ['hello [phone: {{customer.number}}]', 'hello', undefined],
    ['no tag, call me on +1234567890', 'no tag, call me on +1234567890', undefined],
    ['[order: 5]  spaced   text', '[order: 5]  spaced   text', undefined],
  ])('should read %j', (text, remaining, phoneNumber) => {
    const reading = readCallerTag(text);
    expect(reading.text).toBe(remaining);
    expect(reading.phoneNumber).toBe(phoneNumber);
  });

  it('should stay linear on hostile input', () => {
    expect(readCallerTag('[phone:'.repeat(200_000)).phoneNumber).toBeUndefined();
  });
});
