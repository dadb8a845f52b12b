import { type ToolUseBlock } from '@aws-sdk/client-bedrock-runtime';
import { type JsonValue } from '../../common/json';

/** The SDK's type of any JSON value; it differs from ours only in that it could be written to. */
export type BedrockDocument = Exclude<ToolUseBlock['input'], undefined>;

export function toDocument(value: JsonValue): BedrockDocument {
  return value as BedrockDocument;
}
