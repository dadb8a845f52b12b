interface ConversationTable {
  readonly id: string;
  readonly phone_number: string | null;
  readonly created_at: string;
  readonly updated_at: string;
}

interface ConversationMessageTable {
  readonly id: string;
  readonly conversation_id: string;
  /** 1 for the first message of its conversation. */
  readonly position: number;
  readonly role: string;
  readonly text: string;
  readonly created_at: string;
}

interface ServerCallsTable {
  /** Of the client's call beside which the server's were made. */
  readonly client_call_id: string;
  readonly conversation_key: string;
  /** Empty where nobody was identified. */
  readonly phone_number: string;
  /** JSON. */
  readonly calls: string;
  readonly expires_at: string;
}

/** What callers have said, and what has to be kept until they say more. */
export interface ConversationTables {
  readonly conversation: ConversationTable;
  readonly conversation_message: ConversationMessageTable;
  readonly server_calls: ServerCallsTable;
}
