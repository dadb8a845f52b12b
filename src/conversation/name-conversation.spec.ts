import { nameById, nameByHistory } from './name-conversation';

describe(nameByHistory.name, () => {
  it('should repeat the name of a turn among the earlier names of the next', () => {
    const first = nameByHistory(['Block my card']);
    const second = nameByHistory(['Block  my card ', 'yes']);
    expect(second.earlierKeys).toEqual([first.key]);
  });

  it('should share no name between conversations that began differently', () => {
    const visa = nameByHistory(['Block the Visa', 'yes']);
    const mastercard = nameByHistory(['Block the Mastercard', 'yes']);
    expect([visa.key, ...visa.earlierKeys]).not.toEqual(expect.arrayContaining([mastercard.key]));
    expect(visa.earlierKeys[0]).not.toBe(mastercard.earlierKeys[0]);
  });

  it('should not confuse one message with two that read the same in a row', () => {
    expect(nameByHistory(['a', 'b']).key).not.toBe(nameByHistory(['a b']).key);
  });

  it('should keep only the latest earlier names', () => {
    expect(nameByHistory(Array.from({ length: 500 }, (_, index) => `turn ${index}`)).earlierKeys).toHaveLength(200);
  });
});

describe(nameById.name, () => {
  it('should give every turn the same name', () => {
    expect(nameById('call-1', ['hi'])).toMatchObject({ key: 'id:call-1', earlierKeys: ['id:call-1'] });
  });

  it('should tell turns apart by their number and their words', () => {
    const turnKeys = [['hi'], ['hi', 'yes'], ['hi', 'yes no wait']].map((texts) => nameById('call-1', texts).turnKey);
    expect(new Set(turnKeys).size).toBe(3);
    expect(nameById('call-1', ['hi', 'yes']).turnKey).toBe(turnKeys[1]);
  });
});
