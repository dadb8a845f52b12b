import { parseToolInput } from './parse-tool-input';

describe(parseToolInput.name, () => {
  it.each([
    ['{"last4":"1234"}', { last4: '1234' }],
    ['', {}],
    [' \n', {}],
    ['[1,2]', { input: [1, 2] }],
    ['"text"', { input: 'text' }],
    ['null', { input: null }],
    ['{"cut":', { input: '{"cut":' }],
  ])('should read %j as %j', (inputJson, expected) => {
    expect(parseToolInput(inputJson)).toEqual(expected);
  });

  describe('when the input is nested a hundred thousand levels deep', () => {
    it('should keep it as text', () => {
      const inputJson = '{"a":'.repeat(100_000) + '1' + '}'.repeat(100_000);
      expect(parseToolInput(inputJson)).toEqual({ input: inputJson });
    });
  });
});
