import { TextShelf } from './text-shelf';

describe(TextShelf.name, () => {
  it('should find a text until its time is over', () => {
    const shelf = new TextShelf(10);
    shelf.keep('a', { text: 'one', untilMs: 1_000 });
    expect([shelf.find('a', 0), shelf.find('a', 999), shelf.find('b', 0)]).toEqual(['one', 'one', undefined]);
    expect(shelf.find('a', 1_000)).toBeUndefined();
    expect(shelf.size).toBe(0);
  });

  it('should let the text go that was used longest ago', () => {
    const shelf = new TextShelf(2);
    for (const name of ['a', 'b']) shelf.keep(name, { text: name, untilMs: 1_000 });
    shelf.find('a', 0);
    shelf.keep('c', { text: 'c', untilMs: 1_000 });
    expect(['a', 'b', 'c'].map((name) => shelf.find(name, 0))).toEqual(['a', undefined, 'c']);
  });

  it('should keep one text of a name, the latest', () => {
    const shelf = new TextShelf(10);
    shelf.keep('a', { text: 'one', untilMs: 1_000 });
    shelf.keep('a', { text: 'two', untilMs: 2_000 });
    expect([shelf.size, shelf.find('a', 1_500)]).toEqual([1, 'two']);
  });
});
