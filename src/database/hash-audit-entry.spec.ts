import * as fc from 'fast-check';
import { type AuditEntryContent, CHAIN_START, hashAuditEntry } from './hash-audit-entry';

const ENTRY: AuditEntryContent = {
  seq: 1,
  id: '0193-id',
  at: '2026-11-23T09:00:00.000Z',
  event: 'block-card-proposal',
  decision: 'denied',
  reason: 'not_verified',
  actor: 'caller',
  caller_level: 'asserted',
  conversation_key: 'conversation',
  request_id: 'request',
  customer_id: 'customer',
  card_id: null,
  action_id: null,
  prev_hash: CHAIN_START,
};

describe(hashAuditEntry.name, () => {
  it('should never change, since every stored entry carries its result', () => {
    expect(hashAuditEntry(ENTRY)).toBe('e239b483fecc57fc76471aeb698afbd44761d4e0643e454a53eea750cb5c2229');
  });

  it('should tell neighbouring columns apart, wherever their words part', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.nat({ max: 20 }), (left, right, cut) => {
        const moved = (left + right).slice(0, cut);
        fc.pre(moved !== left);
        const rest = (left + right).slice(cut);
        const entry = { ...ENTRY, conversation_key: left, request_id: right };
        const other = { ...ENTRY, conversation_key: moved, request_id: rest };
        expect(hashAuditEntry(entry)).not.toBe(hashAuditEntry(other));
      }),
    );
  });
});
