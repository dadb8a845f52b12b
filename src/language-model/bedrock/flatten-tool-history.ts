import { type ModelMessage, type ModelToolCall, type ModelToolResult } from '../language-model';
import { hasVisibleText } from './has-visible-text';

const NO_OUTPUT = '(no content)';

/**
 * Tells past tool calls as text. Bedrock refuses tool blocks in a request that offers no tools, and a stub tool in
 * their place could be called.
 */
export function flattenToolHistory(messages: readonly ModelMessage[]): ModelMessage[] {
  return messages.map((message): ModelMessage => {
    switch (message.role) {
      case 'user':
        return message;
      case 'assistant':
        return {
          role: 'assistant',
          text: joinVisible([message.text, ...message.toolCalls.map(describeCall)]),
          toolCalls: [],
        };
      case 'tool':
        return { role: 'user', text: message.results.map(describeToolResult).join('\n') };
    }
  });
}

export function describeToolResult(result: ModelToolResult): string {
  const output = hasVisibleText(result.output) ? result.output : NO_OUTPUT;
  return `[${result.isError ? 'tool error' : 'tool result'}: ${output}]`;
}

export function joinVisible(texts: readonly string[]): string {
  return texts.filter(hasVisibleText).join('\n');
}

function describeCall(call: ModelToolCall): string {
  return `[tool call: ${call.name}(${call.inputJson})]`;
}
