import { FINAL_REFUSALS } from '../../../src/credit-card/card-system/http/final-refusals';
import { CardContract } from './card-contract';

interface Media {
  readonly examples: Readonly<Record<string, { readonly value: unknown }>>;
}

describe(CardContract.name, () => {
  const contract = new CardContract();

  /** Every place of the document that holds JSON with a schema and examples. */
  function listMedia(): readonly string[] {
    const places = contract.operations.flatMap(({ pointer, node }) => [
      ...('requestBody' in node ? [`${pointer}/requestBody`] : []),
      ...Object.keys(node.responses as object).map((status) => contract.follow(`${pointer}/responses/${status}`)),
    ]);
    return [...new Set(places)].map((place) => `${place}/content/application~1json`);
  }

  it('should describe an operation for each call that the service makes', () => {
    expect(contract.operations.map(({ id }) => id).sort()).toEqual([
      'activateCard',
      'blockCard',
      'cancelCard',
      'checkHealth',
      'disputeTransaction',
      'getCard',
      'replaceCard',
      'unblockCard',
    ]);
  });

  it('should have examples everywhere, and all of them valid', () => {
    const media = listMedia();
    expect(media.length).toBeGreaterThan(20);
    for (const place of media) {
      const { examples } = contract.lookUp(place) as unknown as Media;
      expect(Object.keys(examples)).not.toEqual([]);
      for (const { value } of Object.values(examples))
        expect([place, contract.validate(`${place}/schema`, value)]).toEqual([place, '']);
    }
  });

  it('should only refer to what is there', () => {
    const references = JSON.stringify(contract.document).match(/"\$ref":"[^"]+"/g) ?? [];
    expect(references.length).toBeGreaterThan(50);
    for (const reference of new Set(references)) {
      expect([reference, contract.lookUp(reference.slice(8, -1))]).not.toEqual([reference, undefined]);
    }
  });

  it('should list the refusals that end an action, and no others', () => {
    const listed = new Map<number, unknown>();
    for (const { method, pointer, node } of contract.operations) {
      if (method === 'get') continue;
      for (const status of Object.keys(node.responses as object)) {
        const place = `${contract.follow(`${pointer}/responses/${status}`)}/content/application~1json/schema`;
        const { enum: codes } = contract.lookUp(`${contract.follow(place)}/properties/code`) ?? {};
        if (codes !== undefined) listed.set(Number(status), codes);
      }
    }
    expect(listed).toEqual(FINAL_REFUSALS);
  });

  it('should demand the key and the token of every action', () => {
    for (const { id, method, node } of contract.operations) {
      if (method === 'post')
        expect([id, node.parameters]).toEqual([id, [{ $ref: '#/components/parameters/IdempotencyKey' }]]);
    }
    expect(contract.document.security).toEqual([{ bearer: [] }]);
  });

  describe('when a request is not as it says', () => {
    const good = {
      method: 'POST',
      path: '/v1/cards/card-1/block',
      headers: {
        authorization: 'Bearer token',
        'content-type': 'application/json',
        'idempotency-key': '01a2080b-3f55-7c1e-9d1a-0c5f4b1e2a77',
      },
      body: { customerId: 'customer-1', requestedAt: '2026-11-23T10:55:27.385Z' },
    };

    it('should take the good one', () => {
      expect(contract.explainRequest(good)).toEqual([]);
    });

    it.each([
      ['another path', { path: '/v1/cards/card-1/freeze' }],
      ['no token', { headers: { ...good.headers, authorization: undefined } }],
      ['no key', { headers: { ...good.headers, 'idempotency-key': undefined } }],
      ['a missing field', { body: { customerId: 'customer-1' } }],
      ['a field too many', { body: { ...good.body, cardNumber: '4111111111111111' } }],
      ['a time that is none', { body: { ...good.body, requestedAt: 'yesterday' } }],
    ])('should find %s', (_title, change) => {
      expect(contract.explainRequest({ ...good, ...change })).toHaveLength(1);
    });

    it('should find a reply that is not documented, or not of its schema', () => {
      const operation = contract.operations.find(({ id }) => id === 'blockCard');
      if (operation === undefined) throw new Error('There is no blockCard.');
      expect(contract.explainReply(operation, { status: 418, body: {} })).toHaveLength(1);
      expect(contract.explainReply(operation, { status: 200, body: {} })).toHaveLength(1);
      expect(contract.explainReply(operation, { status: 404, body: { code: 'unknown_card' } })).toEqual([]);
    });
  });
});
