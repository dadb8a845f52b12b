import { speakForeignResults } from './speak-foreign-results';

function speak(...outputs: readonly string[]): string {
  return speakForeignResults(outputs.map((output) => ({ toolCallId: 'call_1', output, isError: false })));
}

describe(speakForeignResults.name, () => {
  it.each([
    ['It is sunny.', 'It is sunny.'],
    [' It is sunny ', 'It is sunny.'],
    ['"Sunny!"', 'Sunny!'],
    ['18', '18.'],
    ['{"temperature_celsius":18,"isSunny":true}', 'temperature celsius: 18, is Sunny: true.'],
    ['{"place":{"city":"Paris","country":null}}', 'place: city: Paris.'],
    ['["red","blue"]', 'red, blue.'],
    ['[{"city":"Paris"},{"city":"Rome"}]', 'city: Paris; city: Rome.'],
    ['{"say":"Done."}', 'say: Done.'],
    ['{"broken', '{"broken.'],
    ['', 'There is nothing to tell. Is there anything else I can help you with?'],
    ['{}', 'There is nothing to tell. Is there anything else I can help you with?'],
    ['null', 'There is nothing to tell. Is there anything else I can help you with?'],
  ])('should say %j as %j', (output, expected) => {
    expect(speak(output)).toBe(expected);
  });

  it('should say one result after the other', () => {
    expect(speak('Sunny', '', '{"wind":3}')).toBe('Sunny. wind: 3.');
  });

  it.each([
    ['a long text', 'word '.repeat(100_000)],
    ['a long key', JSON.stringify({ ['k'.repeat(100_000)]: 1 })],
    ['many entries', JSON.stringify(Array.from({ length: 10_000 }, (_, index) => ({ index, text: 'x'.repeat(200) })))],
    ['much depth', `${'['.repeat(1_000)}${']'.repeat(1_000)}`],
  ])('should not speak for long about %s', (_name, output) => {
    expect(speak(output, output).length).toBeLessThanOrEqual(601);
  });
});
