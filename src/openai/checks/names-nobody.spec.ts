import { namesNobody } from './names-nobody';

const QUESTION = { messages: [{ role: 'user', content: 'What is a fixed rate?' }] };
const FIELDS = {
  customer: { number: '+15557654321' },
  call: { id: 'call-1' },
  phone_number: '+15557654321',
  phoneNumber: { number: '+15557654321' },
  conversation_id: 'demo-1',
  metadata: { caller: 'Ann' },
  user: 'ann',
  safety_identifier: 'ann',
  prompt_cache_key: 'ann',
  prediction: { type: 'content', content: 'Hello Ann' },
  stop: ['Ann'],
  whatever_comes: 'Ann',
};

describe(namesNobody.name, () => {
  it.each<[string, object]>([
    ['a question', QUESTION],
    ['how to answer', { ...QUESTION, model: 'any', stream: true, temperature: 0.2, top_p: 1, max_tokens: 20, n: 1 }],
    ['parts', { messages: [{ role: 'user', content: [{ type: 'text', text: 'What is a fixed rate?' }] }] }],
    ['fields that are empty', { ...QUESTION, customer: null, user: null, metadata: null }],
  ])('should find nobody in %s', (_what, body) => {
    expect(namesNobody(body)).toBe(true);
  });

  it.each(Object.entries(FIELDS))('should know that %s may say who asks', (name, value) => {
    expect(namesNobody({ ...QUESTION, [name]: value })).toBe(false);
  });

  it.each<[string, unknown]>([
    ['a name beside a message', { messages: [{ ...QUESTION.messages[0], name: 'Ann' }] }],
    ['a field beside a message', { messages: [{ ...QUESTION.messages[0], customer: 'Ann' }] }],
    ['no object', { messages: ['Hello'] }],
    ['no messages', {}],
    ['no body', undefined],
  ])('should take %s for somebody', (_what, body) => {
    expect(namesNobody(body)).toBe(false);
  });
});
