/** A request that changes something, known by the key that its sender gave it. */
interface IdempotencyRecordTable {
  /** Of this use of the key; a key that is used again after its expiry gets a new one. */
  readonly id: string;
  readonly tenant: string;
  readonly path: string;
  /** The key itself is the client's text, and could hold anything. */
  readonly key_digest: string;
  /** Of the method, the path and the body, by which another request with the same key is told. */
  readonly request_digest: string;
  /** Whoever works on the request, and until when nobody else may. */
  readonly lease_id: string;
  readonly leased_until: string;
  /** The body of the answer, byte for byte; null until there is one. */
  readonly reply: string | null;
  readonly created_at: string;
  readonly expires_at: string;
}

/** What was answered to which request. */
export interface IdempotencyTables {
  readonly idempotency_record: IdempotencyRecordTable;
}
