import { identifyCaller } from './identify-caller';

const CALL = { id: 'call-1', customer: { number: '+15557654321' } };

function chat(content: string): object {
  return { messages: [{ role: 'user', content }] };
}

describe(identifyCaller.name, () => {
  it.each<[string, unknown, object | undefined]>([
    [
      'the number of the native endpoint',
      { phone_number: '(555) 010-0007' },
      { kind: 'number', value: '+15550100007' },
    ],
    [
      'a number of seven digits and more',
      { phone_number: '+1 555 010 0007' },
      { kind: 'number', value: '+15550100007' },
    ],
    [
      'the customer of a voice platform',
      { customer: { number: '+15557654321' } },
      { kind: 'number', value: '+15557654321' },
    ],
    ['the customer of the call', { call: CALL }, { kind: 'number', value: '+15557654321' }],
    [
      'the call of a caller without a number',
      { call: { id: 'call-1' }, customer: null },
      { kind: 'call', value: 'call-1' },
    ],
    [
      'the call, when the number is none',
      { call: { id: 'call-1', customer: { number: 'sip:x' } } },
      { kind: 'call', value: 'call-1' },
    ],
    ['a conversation', { conversation_id: 'demo-1' }, { kind: 'call', value: 'demo-1' }],
    [
      'the customer, when a number before it is none',
      { phone_number: 'nope', customer: { number: '' }, call: CALL },
      { kind: 'number', value: '+15557654321' },
    ],
    ['the tag of a chat', chat('Hi [phone: +15557654321]'), { kind: 'number', value: '+15557654321' }],
    [
      'the number of a call before the tag, as the agent does',
      { ...chat('Hi [phone: +15550100007]'), call: CALL },
      { kind: 'number', value: '+15557654321' },
    ],
    [
      'the customer of a call before that of its own field, as the agent does',
      { call: { customer: { number: '+15550100007' } }, customer: { number: '+15557654321' } },
      { kind: 'number', value: '+15557654321' },
    ],
    [
      'the tag of a chat before fields without a call, as the agent does',
      { ...chat('Hi [phone: +15557654321]'), phone_number: '+15550100007', customer: { number: '+15550100008' } },
      { kind: 'number', value: '+15557654321' },
    ],
    ['the tag of a query', { query: 'Hi [phone: +15557654321]' }, { kind: 'number', value: '+15557654321' }],
    [
      'the field of a query before its tag, as the agent does',
      { query: 'Hi [phone: +15557654321]', phone_number: '+15550100007', customer: { number: '+15550100008' } },
      { kind: 'number', value: '+15550100007' },
    ],
    [
      'the call, when the tag is not filled in',
      { ...chat('Hi [phone: {{customer.number}}]'), call: { id: 'call-1' } },
      { kind: 'call', value: 'call-1' },
    ],
    ['nobody by words', chat('I call from +1 555 765 4321'), undefined],
    ['nobody by an endless id', { call: { id: 'x'.repeat(257) } }, undefined],
    ['nobody by an empty id', { call: { id: '' } }, undefined],
    ['nobody by fields of another kind', { call: 'call-1', customer: [], phone_number: 15550100007 }, undefined],
    ['nobody where there is no body', undefined, undefined],
  ])('should know %s', (_what, body, caller) => {
    expect(identifyCaller(body, 'any')).toEqual(caller);
  });

  it('should not count by a number that anybody can say', () => {
    expect(identifyCaller({ phone_number: '+15550100007' }, 'none')).toBeUndefined();
    expect(identifyCaller(chat('Hi [phone: +15557654321]'), 'none')).toBeUndefined();
    expect(identifyCaller({ call: CALL }, 'none')).toEqual({ kind: 'call', value: 'call-1' });
  });

  it('should count by the number of a call, and no other, for those who vouch for their calls', () => {
    expect(identifyCaller({ call: CALL }, 'call')).toEqual({ kind: 'number', value: '+15557654321' });
    expect(identifyCaller({ ...chat('Hi [phone: +15550100007]'), call: { id: 'call-1' } }, 'call')).toEqual({
      kind: 'call',
      value: 'call-1',
    });
    expect(identifyCaller({ phone_number: '+15550100007', customer: CALL.customer }, 'call')).toBeUndefined();
  });
});
