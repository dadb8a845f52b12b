import { type ValidateFunction } from 'ajv/dist/2020';
import {
  type ApiDocument,
  listOperations,
  type Operation,
  type Schema,
  SchemaCompiler,
} from '../../e2e/docs/api-document';
import { type FuzzRequest } from './request-arbitrary';
import { type FuzzReply } from './send-request';

/** What the events of a stream are, by operation. */
const EVENT_SCHEMAS: Readonly<Record<string, readonly string[]>> = {
  answerChat: ['ChatCompletionChunk', 'ErrorEnvelope'],
  createChatCompletion: ['ChatCompletionChunk', 'ErrorEnvelope'],
  queryAgent: ['AgentActionEvent', 'AgentTextDelta', 'AgentTurnEnd', 'AgentStreamError'],
};
const ENVELOPE_KEYS = ['message', 'type', 'param', 'code'];
const DONE = 'data: [DONE]';

/** Judges replies by the OpenAPI document. */
export class ReplyChecker {
  private readonly schemas: SchemaCompiler;
  private readonly compiled = new Map<string, ValidateFunction>();

  private readonly operations: ReadonlyMap<string, Operation>;

  constructor(document: ApiDocument) {
    this.operations = new Map(listOperations(document).map((operation) => [operation.operationId, operation]));
    this.schemas = new SchemaCompiler(closeObjects(document) as ApiDocument);
  }

  /** @throws Error that says what is wrong with the reply. */
  check({ method, operationId = '' }: FuzzRequest, reply: FuzzReply): void {
    const operation = this.operations.get(operationId);
    const { status, headers, text } = reply;
    assert(headers['x-request-id'] !== undefined, 'There is no x-request-id.');
    if (status >= 500) {
      const isBusy = status === 503 && /^([1-9]|[1-5]\d|60)$/.test(headers['retry-after'] ?? '');
      assert(isBusy, `The status is ${status}: ${text.slice(0, 500)}`);
    }
    if (method === 'HEAD') return;
    if (status >= 400) checkEnvelope(reply);
    if (operation !== undefined) this.checkDocumented(operation, reply);
    else
      assert(status >= 200 && status < 300 ? text !== '' || status === 204 : status >= 300, `The status is ${status}.`);
  }

  private checkDocumented(operation: Operation, { status, headers, text }: FuzzReply): void {
    const [mediaType = ''] = (headers['content-type'] ?? '').split(';');
    const response = operation.responses[String(status)];
    const schema = response?.content[mediaType]?.schema;
    assert(schema !== undefined, `${status} with ${mediaType} is not documented: ${text.slice(0, 500)}`);
    for (const name of Object.keys(response?.headers ?? {})) assert(name in headers, `The header ${name} is missing.`);
    if (mediaType === 'text/event-stream') this.checkStream(operation, text);
    else this.checkValue(schema, JSON.parse(text));
  }

  private checkStream({ operationId }: Operation, text: string): void {
    assert(text.endsWith('\n\n'), 'The stream ends within a frame.');
    const frames = text.slice(0, -2).split('\n\n');
    const isDone = frames.at(-1) === DONE;
    const events = (isDone ? frames.slice(0, -1) : frames).map(readEvent);
    const errors = events.filter((event) => typeof event === 'object' && event !== null && 'error' in event);
    assert(isDone ? errors.length === 0 : errors.length === 1 && events.at(-1) === errors[0], 'The stream has no end.');
    const choices = EVENT_SCHEMAS[operationId] ?? [];
    const anyOf = choices.map((name) => ({ $ref: `#/components/schemas/${name}` }));
    for (const event of events) this.checkValue({ anyOf }, event);
  }

  private checkValue(schema: Schema, value: unknown): void {
    const key = JSON.stringify(schema);
    const validate = this.compiled.get(key) ?? this.schemas.compile(closeObjects(schema) as Schema);
    this.compiled.set(key, validate);
    const problems = this.schemas.explain(validate, value);
    assert(problems === '', `${problems}: ${JSON.stringify(value).slice(0, 500)}`);
  }
}

/** A reply has the documented keys and no others, though a reader of the document has to bear more. */
function closeObjects(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closeObjects);
  if (typeof value !== 'object' || value === null) return value;
  const closed = Object.fromEntries(Object.entries(value).map(([key, child]) => [key, closeObjects(child)]));
  const isOpen = isSchemaOfObject(closed) && closed.additionalProperties === undefined;
  return isOpen ? { ...closed, additionalProperties: false } : closed;
}

function isSchemaOfObject({ type, properties }: Readonly<Record<string, unknown>>): boolean {
  return type === 'object' && typeof properties === 'object';
}

function checkEnvelope({ headers, text }: FuzzReply): void {
  assert(
    headers['content-type'] === 'application/json; charset=utf-8',
    `The error is ${headers['content-type'] ?? ''}.`,
  );
  const body = JSON.parse(text) as { readonly error: Readonly<Record<string, unknown>> };
  const { message, type, param, code } = body.error;
  const isEnvelope =
    Object.keys(body).join() === 'error' &&
    Object.keys(body.error).join() === ENVELOPE_KEYS.join() &&
    [message, type].every((value) => typeof value === 'string' && value !== '') &&
    [param, code].every((value) => value === null || typeof value === 'string');
  assert(isEnvelope, `The error is not in the envelope: ${text.slice(0, 500)}`);
}

function readEvent(frame: string): unknown {
  const data = /^data: (.+)$/.exec(frame)?.[1];
  assert(data !== undefined, `This is no frame: ${JSON.stringify(frame.slice(0, 200))}`);
  return JSON.parse(data);
}

function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Error(message);
}
