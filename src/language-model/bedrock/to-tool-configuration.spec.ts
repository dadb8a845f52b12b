import { type ToolDefinition } from '../language-model';
import { ToolNames } from './tool-names';
import { toToolConfiguration } from './to-tool-configuration';

function aTool(overrides: Partial<ToolDefinition> = {}): ToolDefinition {
  return {
    name: 'block_card',
    description: 'Blocks a card.',
    inputSchema: { type: 'object', properties: {} },
    ...overrides,
  };
}

function convert(tools: readonly ToolDefinition[], nova: boolean): ReturnType<typeof toToolConfiguration> {
  return toToolConfiguration(
    { tools },
    {
      toolNames: new ToolNames({ offered: tools.map((tool) => tool.name), nova }),
      nova,
    },
  );
}

describe(toToolConfiguration.name, () => {
  it.each([
    [undefined, undefined],
    [{ type: 'auto' as const }, undefined],
    [{ type: 'required' as const }, { any: {} }],
    [{ type: 'tool' as const, name: 'block-card' }, { tool: { name: 'block_card' } }],
  ])('should demand a call as the port does: %j', (toolChoice, expected) => {
    const toolNames = new ToolNames({ offered: ['block-card'], nova: true });
    const tools = [aTool({ name: 'block-card' })];
    const request = toolChoice === undefined ? { tools } : { tools, toolChoice };
    expect(toToolConfiguration(request, { toolNames, nova: true })?.toolChoice).toEqual(expected);
  });

  it('should be left out without tools', () => {
    expect(convert([], false)).toBeUndefined();
  });

  it('should omit an empty description and complete a bare schema', () => {
    expect(convert([aTool({ description: '', inputSchema: {} })], false)).toEqual({
      tools: [{ toolSpec: { name: 'block_card', inputSchema: { json: { type: 'object', properties: {} } } } }],
    });
  });

  it('should keep the first of two tools with one name', () => {
    const tools = convert(
      [aTool({ description: 'First.' }), aTool({ description: 'Second.' }), aTool({ name: 'other' })],
      false,
    )?.tools;
    expect(tools?.map((tool) => tool.toolSpec?.description)).toEqual(['First.', 'Blocks a card.']);
  });

  const schema = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Block',
    type: 'object',
    additionalProperties: false,
    properties: { last4: { type: 'string', description: 'Last four digits.' } },
    required: ['last4'],
  };

  describe('when the model is a Nova', () => {
    it('should keep only the schema keys that Nova takes', () => {
      expect(convert([aTool({ inputSchema: schema })], true)?.tools?.[0]?.toolSpec?.inputSchema).toEqual({
        json: { type: 'object', properties: schema.properties, required: ['last4'] },
      });
    });
  });

  describe('when the model is another', () => {
    it('should keep the whole schema', () => {
      expect(convert([aTool({ inputSchema: schema })], false)?.tools?.[0]?.toolSpec?.inputSchema).toEqual({
        json: schema,
      });
    });
  });

  describe('when a schema is nested too deeply', () => {
    it('should refuse the request', () => {
      const deep = JSON.parse('{"a":'.repeat(5_000) + '{}' + '}'.repeat(5_000)) as ToolDefinition['inputSchema'];
      expect(() => convert([aTool({ inputSchema: deep })], true)).toThrow(
        'The schema of the tool block_card is nested too deeply.',
      );
    });
  });
});
