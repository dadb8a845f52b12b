export type StreamFaultKind =
  | 'exception-first'
  | 'model-stream-error'
  | 'throttling'
  | 'unmodelled-error'
  | 'drop'
  | 'stall'
  | 'truncate'
  | 'no-message-stop'
  | 'no-metadata';

export interface RequestedToolCall {
  readonly name: string;
  /** `undefined` when the words gave no input at all. */
  readonly input: string | undefined;
}

/** What the last message of the user asks of the emulator. */
export interface ControlWords {
  readonly chunkCount: number | undefined;
  readonly firstEventDelayMs: number | undefined;
  readonly gapMs: number | undefined;
  readonly toolCalls: readonly RequestedToolCall[];
  /** Answer with this HTTP error; `times` limits how often, `Infinity` is always. */
  readonly httpError: { readonly status: number; readonly times: number } | undefined;
  readonly retryAfterSeconds: number | undefined;
  readonly streamFault: StreamFaultKind | undefined;
  /** After how many events the stream fault strikes; by default after half of them. */
  readonly faultAfter: number | undefined;
  readonly thinks: boolean;
  readonly reasons: boolean;
  readonly stopReason: string | undefined;
  readonly exactText: string | undefined;
  readonly isEmpty: boolean;
  /** Each event of the stream waits until the test lets it go. */
  readonly isStepped: boolean;
}

const STREAM_FAULTS: readonly (readonly [word: string, kind: StreamFaultKind])[] = [
  ['ERR_FIRST', 'exception-first'],
  ['ERR_MIDSTREAM', 'model-stream-error'],
  ['ERR_MID_429', 'throttling'],
  ['ERR_UNMODELED', 'unmodelled-error'],
  ['ERR_DROP', 'drop'],
  ['ERR_STALL', 'stall'],
  ['ERR_TRUNC', 'truncate'],
  ['ERR_NOSTOP', 'no-message-stop'],
  ['ERR_NOMETA', 'no-metadata'],
];

const STOP_REASONS: readonly (readonly [word: string, stopReason: string])[] = [
  ['MAXTOK', 'max_tokens'],
  ['GUARD', 'guardrail_intervened'],
  ['FILTER', 'content_filtered'],
  ['MALFORMED', 'malformed_model_output'],
];

/** Reads the control words of a text. Words inside the JSON of a tool call or of `JSON {...}` do not count. */
export function readControlWords(text: string): ControlWords {
  const { toolCalls, exactText, rest } = takeJsonWords(text);
  const number = (name: string): number | undefined => {
    const match = new RegExp(`\\b${name}=(\\d+)`).exec(rest)?.[1];
    return match === undefined ? undefined : Number(match);
  };
  const has = ([word]: readonly [string, string]): boolean => new RegExp(`\\b${word}\\b`).test(rest);
  const error = /\bERR_(400|403|404|408|424|429|500|503)(?:x(\d+))?\b/.exec(rest);
  return {
    chunkCount: number('N'),
    firstEventDelayMs: number('FIRST'),
    gapMs: number('GAP'),
    toolCalls,
    httpError: error === null ? undefined : { status: Number(error[1]), times: Number(error[2] ?? Infinity) },
    retryAfterSeconds: number('RETRY_AFTER'),
    streamFault: STREAM_FAULTS.find(has)?.[1],
    faultAfter: number('AFTER'),
    thinks: /\bTHINK\b/.test(rest),
    reasons: /\bREASON\b/.test(rest),
    stopReason: STOP_REASONS.find(has)?.[1],
    exactText,
    isEmpty: /\bEMPTY\b/.test(rest),
    isStepped: /\bSTEP\b/.test(rest),
  };
}

function takeJsonWords(text: string): {
  readonly toolCalls: readonly RequestedToolCall[];
  readonly exactText: string | undefined;
  readonly rest: string;
} {
  const toolCalls: RequestedToolCall[] = [];
  let exactText: string | undefined;
  let rest = '';
  let from = 0;
  const words = /\b(?:CALL_TOOL\s+(\S+)|JSON(?=\s*\{))\s*/g;
  for (let match = words.exec(text); match !== null; match = words.exec(text)) {
    const json = takeObject(text, words.lastIndex);
    rest += text.slice(from, match.index);
    from = words.lastIndex + (json?.length ?? 0);
    words.lastIndex = from;
    if (match[1] === undefined) exactText = json;
    else toolCalls.push({ name: match[1], input: json });
  }
  return { toolCalls, exactText, rest: rest + text.slice(from) };
}

/** The balanced JSON object that begins at this place, or `undefined`. */
function takeObject(text: string, start: number): string | undefined {
  if (text[start] !== '{') return undefined;
  let depth = 0;
  let isString = false;
  for (let at = start; at < text.length; at += 1) {
    const character = text[at];
    if (isString) {
      if (character === '\\') at += 1;
      else if (character === '"') isString = false;
    } else if (character === '"') isString = true;
    else if (character === '{') depth += 1;
    else if (character === '}' && --depth === 0) return text.slice(start, at + 1);
  }
  return undefined;
}
