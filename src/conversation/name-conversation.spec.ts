import { type ConversationName, nameConversation } from './name-conversation';

const OWNER = 'acme/asserted';

const byHistory = (userTexts: readonly string[], owner = OWNER): ConversationName =>
  nameConversation({ owner, id: undefined, userTexts, skippedUserTurns: 0 });
const byId = (id: string, userTexts: readonly string[], owner = OWNER): ConversationName =>
  nameConversation({ owner, id, userTexts, skippedUserTurns: 0 });
const namesOf = ({ key, earlierKeys, turnKey }: ConversationName): readonly string[] => [key, ...earlierKeys, turnKey];

describe(nameConversation.name, () => {
  describe('when the history names it', () => {
    it('should repeat the name of a turn among the earlier names of the next', () => {
      const first = byHistory(['Block my card']);
      const second = byHistory(['Block  my card ', 'yes']);
      expect(second.earlierKeys).toEqual([first.key]);
    });

    it('should share no name between conversations that began differently', () => {
      const visa = byHistory(['Block the Visa', 'yes']);
      const mastercard = byHistory(['Block the Mastercard', 'yes']);
      expect([visa.key, ...visa.earlierKeys]).not.toEqual(expect.arrayContaining([mastercard.key]));
      expect(visa.earlierKeys[0]).not.toBe(mastercard.earlierKeys[0]);
    });

    it('should not confuse one message with two that read the same in a row', () => {
      expect(byHistory(['a', 'b']).key).not.toBe(byHistory(['a b']).key);
    });

    it('should keep only the latest earlier names', () => {
      expect(byHistory(Array.from({ length: 500 }, (_, index) => `turn ${index}`)).earlierKeys).toHaveLength(200);
    });
  });

  describe('when an id names it', () => {
    it('should give every turn the same name', () => {
      const { key } = byId('call-1', ['hi']);
      expect(byId('call-1', ['hi', 'yes'])).toMatchObject({ key, earlierKeys: [key] });
      expect(byId('call-2', ['hi']).key).not.toBe(key);
    });

    it('should not keep the id, which may hold anything', () => {
      for (const name of namesOf(byId('4242424242424242', ['hi']))) expect(name).not.toContain('4242');
    });

    it('should tell turns apart by their number and their words', () => {
      const turnKeys = [['hi'], ['hi', 'yes'], ['hi', 'yes no wait']].map((texts) => byId('call-1', texts).turnKey);
      expect(new Set(turnKeys).size).toBe(3);
      expect(byId('call-1', ['hi', 'yes']).turnKey).toBe(turnKeys[1]);
    });
  });

  describe('when two owners say the same', () => {
    it('should share no name', () => {
      const texts = ['Block my card', 'yes'];
      const mine = [...namesOf(byHistory(texts)), ...namesOf(byId('call-1', texts))];
      const theirs = [
        ...namesOf(byHistory(texts, 'other/asserted')),
        ...namesOf(byId('call-1', texts, 'other/asserted')),
        // The separators stand in no id and in no owner, so that no id can complete another's name.
        ...namesOf(byHistory([], OWNER)),
      ];
      expect(mine.filter((name) => theirs.includes(name))).toEqual([]);
      expect(mine.every((name) => name.startsWith(`${OWNER}/`))).toBe(true);
    });
  });
});
