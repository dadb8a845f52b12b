import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020';
import { type TestApp } from '../../support/test-app';

export type Schema = Readonly<Record<string, unknown>>;

interface Example {
  readonly summary: string;
  readonly value: unknown;
}

interface MediaType {
  readonly schema: Schema;
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, Example>>;
}

interface DocumentedResponse {
  readonly description: string;
  readonly headers: Readonly<Record<string, { readonly schema: Schema }>>;
  readonly content: Readonly<Record<string, MediaType>>;
}

interface Parameter {
  readonly in: 'path' | 'header';
  readonly name: string;
  readonly description: string;
  readonly schema: Schema;
}

interface DocumentedOperation {
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  readonly tags: readonly string[];
  /** The scopes that the key must have; absent where no key is needed. */
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[];
  readonly parameters: readonly Parameter[];
  readonly requestBody?: { readonly required: boolean; readonly content: Readonly<Record<string, MediaType>> };
  readonly responses: Readonly<Record<string, DocumentedResponse>>;
}

/** An operation together with the place where it is found. */
export interface Operation extends DocumentedOperation {
  readonly path: string;
  readonly method: string;
}

export interface ApiDocument {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, DocumentedOperation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>;
    readonly securitySchemes: Readonly<Record<string, unknown>>;
  };
}

export interface NamedExample extends Example {
  readonly name: string;
}

export async function fetchApiDocument(service: TestApp): Promise<ApiDocument> {
  const response = await fetch(`${service.url}/docs-json`);
  expect(response.status).toBe(200);
  return (await response.json()) as ApiDocument;
}

export function listOperations({ paths }: ApiDocument): readonly Operation[] {
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ ...operation, path, method: method.toUpperCase() })),
  );
}

export function findOperation(document: ApiDocument, operationId: string): Operation {
  const operation = listOperations(document).find((candidate) => candidate.operationId === operationId);
  if (operation === undefined) throw new Error(`There is no operation ${operationId}.`);
  return operation;
}

export function listExamples({ example, examples = {} }: MediaType): readonly NamedExample[] {
  const named = Object.entries(examples).map(([name, { summary, value }]) => ({ name, summary, value }));
  return example === undefined ? named : [...named, { name: 'example', summary: 'The only example', value: example }];
}

export function listRequestExamples({ requestBody }: Operation): readonly NamedExample[] {
  const json = requestBody?.content['application/json'];
  return json === undefined ? [] : listExamples(json);
}

/** Every schema of the document and within it, each with the place where it stands. */
export function listSchemas(document: ApiDocument): readonly (readonly [place: string, schema: Schema])[] {
  const named = Object.entries(document.components.schemas).flatMap(([name, schema]) => unfold(name, schema));
  const inline = listOperations(document).flatMap(({ operationId, responses, requestBody }) => {
    const contents = [...Object.values(responses), ...(requestBody === undefined ? [] : [requestBody])];
    const media = contents.flatMap(({ content }) => Object.values(content));
    return media.flatMap(({ schema }) => unfold(operationId, schema));
  });
  return [...named, ...inline];
}

function unfold(place: string, schema: Schema): (readonly [string, Schema])[] {
  const { properties, items, additionalProperties, oneOf = [], anyOf = [], allOf = [] } = schema;
  const children: [string, unknown][] = [
    ...Object.entries(properties ?? {}).map(([name, child]): [string, unknown] => [`${place}.${name}`, child]),
    ...[oneOf, anyOf, allOf].flat().map((child, index): [string, unknown] => [`${place}|${index}`, child]),
    [`${place}[]`, items],
    [`${place}.*`, additionalProperties],
  ];
  const schemas = children.filter((child): child is [string, Schema] => typeof child[1] === 'object');
  return [[place, schema], ...schemas.flatMap(([name, child]) => unfold(name, child))];
}

/** Compiles schemas of the document, which are JSON Schema as they stand, with all that ajv can find wrong in them. */
export class SchemaCompiler {
  private readonly ajv = new Ajv2020({
    strict: true,
    strictTypes: false,
    allErrors: true,
    formats: { 'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/ },
  });

  constructor(document: ApiDocument) {
    this.ajv.addVocabulary(['example', 'components']);
    this.ajv.addSchema({ $id: 'document:', components: document.components });
  }

  compile(schema: Schema): ValidateFunction {
    return this.ajv.compile(anchorReferences(schema) as Schema);
  }

  compileNamed(name: string): ValidateFunction {
    return this.compile({ $ref: `#/components/schemas/${name}` });
  }

  /** What is wrong with a value; an empty text when nothing is. */
  explain(validate: ValidateFunction, value: unknown): string {
    return validate(value) ? '' : this.ajv.errorsText(validate.errors);
  }
}

function anchorReferences(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value).replaceAll('"$ref":"#/', '"$ref":"document:#/')) as unknown;
}

/** The JSON of the events of a stream, without the `[DONE]` that must end it. */
export function readEvents(stream: string): readonly unknown[] {
  const frames = stream.split('\n\n');
  expect(frames.slice(-2)).toEqual(['data: [DONE]', '']);
  return frames.slice(0, -2).map((frame) => {
    expect(frame).toMatch(/^data: \{.*\}$/);
    return JSON.parse(frame.slice('data: '.length)) as unknown;
  });
}

const LEFT_TO_CHANCE = new Set(['id', 'created', 'prompt_tokens', 'completion_tokens', 'total_tokens']);

/** A reply without what differs from one run to the next, or with the wording of a prompt. */
export function withoutChance(value: unknown, chance: ReadonlySet<string> = LEFT_TO_CHANCE): unknown {
  return JSON.parse(JSON.stringify(value, (key, child: unknown) => (chance.has(key) ? undefined : child))) as unknown;
}
