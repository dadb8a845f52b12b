import { toTerms } from './question-terms';

describe(toTerms.name, () => {
  describe('when words differ only in form', () => {
    it.each([
      ['apply', 'applied'],
      ['apply', 'applications'],
      ['payments', 'pay'],
      ['approved', 'approval'],
      ['qualify', 'qualification'],
      ['refinance', 'refinancing'],
      ['miss', 'missed'],
      ['penalty', 'penalties'],
      ['eligible', 'eligibility'],
    ])('should read %p and %p as one word', (one, other) => {
      expect(toTerms(one)).toEqual(toTerms(other));
    });
  });

  describe('when words mean the same', () => {
    it.each([
      ['mortgage', 'home loan'],
      ['paperwork', 'documents'],
      ['turned me down', 'rejected'],
      ['co-signer', 'cosigner'],
      ['car', 'vehicle'],
      ['laid off', 'lost job'],
    ])('should read %p as %p', (one, other) => {
      expect(toTerms(one)).toEqual(toTerms(other));
    });
  });

  describe('when words carry no topic', () => {
    it('should leave them out, and numbers with them', () => {
      expect(toTerms("What's the thing that I'd really like to know about 12 or thirteen dollars?")).toEqual([]);
    });
  });

  describe('when words only look alike', () => {
    it.each([
      ['card', 'car'],
      ['bread', 'break'],
      ['insurance', 'interest'],
    ])('should keep %p and %p apart', (one, other) => {
      expect(toTerms(one)).not.toEqual(toTerms(other));
    });
  });
});
