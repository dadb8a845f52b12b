import { readDigitRuns } from './read-digits';

describe(readDigitRuns.name, () => {
  it.each([
    ['forty two', ['42']],
    ['forty-two, twenty', ['4220']],
    ['twenty', ['20']],
    ['eleven', ['11']],
    ['twenty eleven', ['2011']],
    ['twenty oh five', ['2005']],
    ['twenty zero', ['200']],
    ['double four', ['44']],
    ['treble oh seven', ['0007']],
    ['double', []],
    ['double trouble 4', ['4']],
    ['oh', []],
    ['oh yes', []],
    ['oh five', ['05']],
    ['five o', ['50']],
    ["4 o'clock", ['4']],
    ['the one ending in 4211', ['4211']],
    ['that one', []],
    ['one two', ['12']],
    ['the last four are 4211', ['4211']],
    ['plus one, five five five', ['+1555']],
    ['+1 (555)', ['+1555']],
    ['4 um 2 uh 1', ['421']],
    ['4 then 2', ['4', '2']],
    ['$4 €2', ['4', '2']],
    ['4 $2', ['4', '2']],
    ['٤٢ ４２ 𝟒𝟐 ४२', ['42424242']],
    ['4\u200b2', ['42']],
    ['f\u200bour', ['4']],
    ['FORTY TWO', ['42']],
    ['no digits', []],
  ])('should read %j as %j', (text, runs) => {
    expect(readDigitRuns(text)).toEqual(runs);
  });

  it('should stay linear on hostile input', () => {
    for (const hostile of ['oh ', 'double ', 'four ', '+', '4 um ', 'forty ', '\u{1D7FF}', 'one the '])
      expect(readDigitRuns(hostile.repeat(100_000)).length).toBeLessThanOrEqual(100_000);
  });
});
