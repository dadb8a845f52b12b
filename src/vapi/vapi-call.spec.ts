import { readVapiCall } from './vapi-call';

describe(readVapiCall.name, () => {
  it.each([
    [{ call: { id: 'c1' } }, { id: 'c1' }],
    [{ call: { id: 'c1', customer: { number: '+15557654321' } } }, { id: 'c1', customerNumber: '+15557654321' }],
    [
      { call: { id: 'c1' }, customer: { number: '(555) 234-5678' } },
      { id: 'c1', customerNumber: '+15552345678' },
    ],
    [
      { call: { id: 'c1', customer: { number: '+15550000001' } }, customer: { number: 'anonymous' } },
      { id: 'c1', customerNumber: '+15550000001' },
    ],
    [{ call: { customer: { sipUri: 'sip:a@b' } } }, {}],
    [{ call: { id: 7, customer: 'x' }, customer: null, phoneNumber: { number: '+15551230000' } }, {}],
    [{ call: { id: 'c'.repeat(300) } }, {}],
    [{ call: null, customer: { number: '+15557654321' } }, undefined],
    [{ messages: [] }, undefined],
    [null, undefined],
    ['call', undefined],
  ])('should read %j', (body, call) => {
    expect(readVapiCall(body)).toEqual(call);
  });
});
