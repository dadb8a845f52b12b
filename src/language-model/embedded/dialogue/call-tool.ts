import { type JsonValue } from '../../../common/json';
import { cannotDoHere } from '../data/sentences';
import { type Reply } from './dialogue-state';
import { cutText } from '../cut-text';
import { type ToolOffer } from './tool-offer';

/** As much of a message as is handed on, to a search or to a person. */
const EXCERPT_LENGTH = 300;

export function speak(text: string): Reply {
  return { type: 'speech', text };
}

/** Calls a tool with what its schema takes of the values; says so when it was not offered, or wants what we cannot give. */
export function callTool(
  name: string,
  values: Readonly<Record<string, JsonValue | undefined>>,
  offer: ToolOffer,
): Reply {
  const input = offer.toInput(name, values);
  if (!offer.has(name) || offer.findMissing(name, input) !== undefined) return speak(cannotDoHere(offer));
  return { type: 'tool-use', calls: [{ name, input }] };
}

export function callHuman(reason: string, offer: ToolOffer): Reply {
  return callTool('transfer_to_human', { reason: toExcerpt(reason) }, offer);
}

export function toExcerpt(text: string): string {
  return cutText(text, EXCERPT_LENGTH).replace(/\s+/g, ' ').trim();
}
