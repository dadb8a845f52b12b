import { readClaimedNumber } from './read-claimed-number';

describe(readClaimedNumber.name, () => {
  it.each([
    [['it is +1234567890'], '+1234567890'],
    [['plus one two three four five six seven eight nine oh'], '+1234567890'],
    [['plus one, five five five, oh one double zero, zero zero one'], '+15550100001'],
    [['my number is (415) 555-2671, thanks'], '+14155552671'],
    [['+15550100001', 'no sorry, +15550100002'], '+15550100002'],
    [['+15550100001', 'the card ending in 4211'], '+15550100001'],
    [['the card ending in four two one one'], undefined],
    [['I want $12,500 over 36 months'], undefined],
    [[], undefined],
  ])('should read %j', (texts, phoneNumber) => {
    expect(readClaimedNumber(texts)).toBe(phoneNumber);
  });
});
