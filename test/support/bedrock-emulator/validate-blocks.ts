import { asArray, asObject, isObject, type Json } from './converse-body';
import { invalid, type ServiceFault } from './service-fault';

const NAME = /^[a-zA-Z0-9_-]{1,64}$/;
const KNOWN_BLOCKS = [
  'text',
  'image',
  'document',
  'video',
  'audio',
  'toolUse',
  'toolResult',
  'cachePoint',
  'reasoningContent',
  'guardContent',
];
const USER_ONLY = ['image', 'document', 'toolResult'];

/** Rules that one message can break on its own. */
export function validateBlocks(messages: readonly unknown[]): ServiceFault | undefined {
  for (const [at, message] of messages.entries()) {
    const fault = validateMessage(asObject(message), at);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function validateMessage(message: Json, at: number): ServiceFault | undefined {
  const { role, content } = message;
  if (role !== 'user' && role !== 'assistant') {
    return invalid(
      `Value '${String(role)}' at 'messages.${at}.role' failed to satisfy constraint: Member must satisfy enum value set: [user, assistant]`,
    );
  }
  if (!Array.isArray(content))
    return invalid(`Value null at 'messages.${at}.content' failed to satisfy constraint: Member must not be null`);
  if (content.length === 0) {
    return invalid(
      `The content field in the Message object at messages.${at} is empty. Add a ContentBlock object to the content field and try again.`,
    );
  }
  const blocks = asArray(content).map(asObject);
  for (const [index, block] of blocks.entries()) {
    const fault = validateBlock(block, { role, path: `messages.${at}.content.${index}` });
    if (fault !== undefined) return fault;
  }
  const has = (kind: string): boolean => blocks.some((block) => block[kind] !== undefined);
  if (has('document') && !has('text')) return invalid('A text block must be included when using documents.');
  const firstText = blocks.findIndex((block) => block.text !== undefined);
  const lastResult = blocks.findLastIndex((block) => block.toolResult !== undefined);
  if (firstText >= 0 && lastResult > firstText)
    return invalid(`messages.${at}: toolResult blocks must come before text blocks`);
  return undefined;
}

function validateBlock(
  block: Json,
  { role, path }: { readonly role: string; readonly path: string },
): ServiceFault | undefined {
  const kinds = Object.keys(block);
  const [kind] = kinds;
  if (kind === undefined || kinds.length !== 1 || !KNOWN_BLOCKS.includes(kind)) {
    return invalid(
      `The ContentBlock object at ${path} must set one of the following keys: ${KNOWN_BLOCKS.join(', ')}.`,
    );
  }
  if (role === 'assistant' && USER_ONLY.includes(kind))
    return invalid(`The ${kind} block at ${path} is only allowed for the user role.`);
  if (role === 'user' && kind === 'toolUse')
    return invalid(`The toolUse block at ${path} is only allowed for the assistant role.`);
  if (kind === 'text') return validateText(block.text, path);
  if (kind === 'toolUse') return validateToolUse(asObject(block.toolUse), path);
  return kind === 'toolResult' ? validateToolResult(asObject(block.toolResult), path) : undefined;
}

function validateText(text: unknown, path: string): ServiceFault | undefined {
  if (typeof text === 'string' && text.trim() !== '') return undefined;
  return invalid(
    `The text field in the ContentBlock object at ${path} is blank. Add text to the text field, and try again.`,
  );
}

function validateToolUse(toolUse: Json, path: string): ServiceFault | undefined {
  const fault =
    validateName(toolUse.toolUseId, `${path}.toolUse.toolUseId`) ?? validateName(toolUse.name, `${path}.toolUse.name`);
  if (fault !== undefined) return fault;
  if (isObject(toolUse.input)) return undefined;
  return invalid(
    `The format of the value at ${path}.toolUse.input is invalid. Provide a json object for the field and try again.`,
  );
}

function validateToolResult(toolResult: Json, path: string): ServiceFault | undefined {
  const fault = validateName(toolResult.toolUseId, `${path}.toolResult.toolUseId`);
  if (fault !== undefined) return fault;
  const content = asArray(toolResult.content).map(asObject);
  if (content.length === 0) return invalid(`The content field in the ToolResultBlock object at ${path} is empty.`);
  for (const [index, block] of content.entries()) {
    if ('json' in block) continue;
    const blank = validateText(block.text, `${path}.toolResult.content.${index}`);
    if (blank !== undefined) return blank;
  }
  const { status } = toolResult;
  if (status === undefined || status === 'success' || status === 'error') return undefined;
  return invalid(
    `Value at '${path}.toolResult.status' failed to satisfy constraint: Member must satisfy enum value set: [success, error]`,
  );
}

export function validateName(name: unknown, path: string): ServiceFault | undefined {
  if (typeof name === 'string' && NAME.test(name)) return undefined;
  return invalid(
    `Value '${String(name)}' at '${path}' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_-]+ ` +
      'and have length between 1 and 64',
  );
}
