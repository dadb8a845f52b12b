import { readNumberWords } from './number-words';

describe(readNumberWords.name, () => {
  it.each([
    ['four two', { digits: '4', length: 1 }],
    ['42 two', { digits: '42', length: 1 }],
    ['twelve two', { digits: '12', length: 1 }],
    ['forty two', { digits: '42', length: 2 }],
    ['forty zero', { digits: '40', length: 1 }],
    ['forty ten', { digits: '40', length: 1 }],
    ['double one', { digits: '11', length: 2 }],
    ['double oh', { digits: '00', length: 2 }],
    ['treble 7', { digits: '777', length: 2 }],
    ['quadruple four', { digits: '4444', length: 2 }],
  ])('should read the digits at the beginning of "%s"', (words, expected) => {
    const [word = '', next = ''] = words.split(' ');
    expect(readNumberWords(word, next)).toEqual(expected);
  });

  it.each([
    ['double', 'ten'],
    ['double', 'cheese'],
    ['oh', 'two'],
    ['card', 'two'],
    ['+', '4'],
    ['', ''],
  ])('should read no number in "%s %s"', (word, next) => {
    expect(readNumberWords(word, next)).toBeUndefined();
  });
});
