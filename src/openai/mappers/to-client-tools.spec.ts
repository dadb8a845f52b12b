import { type CreateChatCompletionDto } from '../dto/create-chat-completion.dto';
import { type CallForm, toCallForm } from './call-form';
import { toClientTools } from './to-client-tools';

const parameters = { type: 'object', properties: { city: { type: 'string' } } };
const WEATHER = { type: 'function', function: { name: 'get_weather', description: 'Tells it.', parameters } } as const;
const TIME = { type: 'function', function: { name: 'get_time' } } as const;
const messages = [{ role: 'user' as const, content: 'hi' }];

const bodyWith = (rest: Omit<Partial<CreateChatCompletionDto>, 'messages'> = {}): CreateChatCompletionDto => ({
  messages,
  tools: [WEATHER, TIME],
  ...rest,
});

const named = (name: string) => ({ type: 'function' as const, function: { name } });

describe(toClientTools.name, () => {
  it('should be nothing without tools', () => {
    for (const tools of [undefined, null, []])
      expect(toClientTools(bodyWith({ tools: tools ?? null }))).toBeUndefined();
  });

  it('should tell the model what the client told, and complete what it left out', () => {
    expect(toClientTools(bodyWith())).toEqual({
      definitions: [
        { name: 'get_weather', description: 'Tells it.', inputSchema: parameters },
        { name: 'get_time', description: '', inputSchema: { type: 'object', properties: {} } },
      ],
      choice: { type: 'auto' },
      isParallel: true,
      form: 'tools',
    });
  });

  it('should tell which are strict, and close those that take nothing', () => {
    const strict = { type: 'function', function: { name: 'get_date', parameters: {}, strict: true } } as const;
    expect(toClientTools(bodyWith({ tools: [WEATHER, strict] }))).toMatchObject({
      definitions: [
        { name: 'get_weather' },
        { name: 'get_date', inputSchema: { type: 'object', properties: {}, additionalProperties: false } },
      ],
      strictNames: ['get_date'],
    });
  });

  it.each(['none', 'auto', 'required'] as const)('should take the choice %s', (choice) => {
    expect(toClientTools(bodyWith({ tool_choice: choice }))?.choice).toEqual({ type: choice });
  });

  it('should take the choice of one by name', () => {
    expect(toClientTools(bodyWith({ tool_choice: named('get_time') }))?.choice).toEqual({
      type: 'tool',
      name: 'get_time',
    });
  });

  it.each(['auto', 'required'] as const)('should offer the allowed ones alone, in the mode %s', (mode) => {
    const choice = { type: 'allowed_tools' as const, allowed_tools: { mode, tools: [named('get_time')] } };
    const tools = toClientTools(bodyWith({ tool_choice: choice }));
    expect(tools?.allowedNames).toEqual(['get_time']);
    expect(tools?.definitions).toHaveLength(2);
    expect(tools?.choice).toEqual({ type: mode });
  });

  it('should take one call at a time where the client says so, and in the deprecated form', () => {
    expect(toClientTools(bodyWith({ parallel_tool_calls: false }))?.isParallel).toBe(false);
    const functions = { messages, functions: [{ name: 'get_time' }] };
    expect(toClientTools(functions)).toMatchObject({ choice: { type: 'auto' }, isParallel: false, form: 'functions' });
    expect(toClientTools({ ...functions, function_call: 'none' })?.choice).toEqual({ type: 'none' });
    expect(toClientTools({ ...functions, function_call: { name: 'get_time' } })?.choice).toEqual({
      type: 'tool',
      name: 'get_time',
    });
  });
});

describe(toCallForm.name, () => {
  const functions = { messages, functions: [{ name: 'get_time' }] };

  it.each<[CreateChatCompletionDto, CallForm]>([
    [bodyWith(), { kind: 'tools', isNamed: false }],
    [bodyWith({ tool_choice: 'required' }), { kind: 'tools', isNamed: false }],
    [bodyWith({ tool_choice: named('get_time') }), { kind: 'tools', isNamed: true }],
    [functions, { kind: 'function', isNamed: false }],
    [
      { ...functions, function_call: 'auto' },
      { kind: 'function', isNamed: false },
    ],
    [
      { ...functions, function_call: null },
      { kind: 'function', isNamed: false },
    ],
    [
      { ...functions, function_call: { name: 'get_time' } },
      { kind: 'function', isNamed: true },
    ],
  ])('should be that of the request: %#', (body, form) => {
    expect(toCallForm(body)).toEqual(form);
  });
});
