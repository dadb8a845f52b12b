import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SwaggerModule } from '@nestjs/swagger';
import { toApiKeysSetting } from '../../factories/api-key.factory';
import { SIGNING_KEYS, useAwsEnvironment } from '../../support/bedrock-emulator/aws-environment';
import { BedrockEmulator } from '../../support/bedrock-emulator/bedrock-emulator';
import { PRODUCTION_SETTINGS } from '../../support/production-settings';
import { Database } from '../../../src/database/database';
import { startTestApp, type TestApp } from '../../support/test-app';
import {
  type ApiDocument,
  fetchApiDocument,
  findOperation,
  listExamples,
  listOperations,
  listRequestExamples,
  listSchemas,
  type Operation,
  readEvents,
  SchemaCompiler,
  withoutChance,
} from './api-document';
import { SCOPES, STATUSES } from './documented-operations';
import { provokeError, SCOPELESS_KEY, type Services } from './provoke-error';

const NOVA = 'amazon.nova-lite-v1:0';
/** What the events of a stream are, by operation. */
const EVENT_SCHEMAS: Readonly<Record<string, readonly string[]>> = {
  answerChat: ['ChatCompletionChunk'],
  createChatCompletion: ['ChatCompletionChunk'],
  queryAgent: ['AgentActionEvent', 'AgentTextDelta', 'AgentTurnEnd'],
};

describe('the OpenAPI document', () => {
  let service: TestApp;
  let document: ApiDocument;
  let schemas: SchemaCompiler;

  beforeAll(async () => {
    service = await startTestApp();
    document = await fetchApiDocument(service);
    schemas = new SchemaCompiler(document);
  });

  afterAll(async () => {
    await service.close();
  });

  /** What is wrong with the data of one event, for the schema that fits best. */
  function explainEvent(operation: Operation, event: unknown): string {
    const names = EVENT_SCHEMAS[operation.operationId] ?? [];
    const verdicts = names.map((name) => schemas.explain(schemas.compileNamed(name), event));
    return verdicts.includes('') ? '' : verdicts.join(' / ');
  }

  async function expectDocumentedReply(operation: Operation, response: Response): Promise<unknown> {
    const [mediaType = ''] = (response.headers.get('content-type') ?? '').split(';');
    const documented = operation.responses[String(response.status)];
    const schema = documented?.content[mediaType]?.schema;
    if (schema === undefined) throw new Error(`${response.status} with ${mediaType} is not documented.`);
    for (const name of Object.keys(documented?.headers ?? {})) expect(response.headers.has(name)).toBe(true);
    if (mediaType !== 'text/event-stream') {
      const body: unknown = await response.json();
      expect(schemas.explain(schemas.compile(schema), body)).toBe('');
      return body;
    }
    const stream = await response.text();
    expect(
      readEvents(stream)
        .map((event) => explainEvent(operation, event))
        .filter(Boolean),
    ).toEqual([]);
    return stream;
  }

  describe('when it is read', () => {
    it('should be OpenAPI 3.1 of the version of the package', () => {
      const manifest = readFileSync(join(__dirname, '../../../package.json'), 'utf8');
      expect(document.openapi).toBe('3.1.0');
      expect(document.info.version).toBe((JSON.parse(manifest) as { version: string }).version);
    });

    it('should list every endpoint with all that it may answer', () => {
      const statuses = listOperations(document).map(({ path, method, responses }) => [
        `${method} ${path}`,
        Object.keys(responses),
      ]);
      expect(Object.fromEntries(statuses)).toEqual(STATUSES);
    });

    it('should name and explain every operation', () => {
      const operations = listOperations(document);
      const tags = document.tags.map(({ name }) => name);
      for (const operation of operations) {
        expect(operation.operationId).toMatch(/^[a-z]+[A-Za-z]*$/);
        expect(operation.summary).toMatch(/^[A-Z].{9,}/);
        expect(operation.description).toMatch(/^[A-Z].{29,}/);
        expect(operation.tags.map((tag) => tags.includes(tag))).toEqual([true]);
        const named = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
        const inPath = operation.parameters.filter((parameter) => parameter.in === 'path');
        expect(inPath.map(({ name }) => name)).toEqual(named);
        for (const { schema } of operation.parameters) expect(schema).toHaveProperty('example');
        for (const response of Object.values(operation.responses)) {
          expect(response.description).toMatch(/^[A-Z].*\.$/);
          expect(response.headers).toHaveProperty('x-request-id');
        }
      }
      expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
    });

    it('should say of every operation which key it needs', () => {
      const { securitySchemes } = document.components;
      expect(securitySchemes).toEqual({
        apiKey: expect.objectContaining({ type: 'http', scheme: 'bearer' }) as object,
      });
      const demands = listOperations(document).map(({ path, security }) => [path, security]);
      const expected = Object.entries(SCOPES).map(([path, scopes]) => [path, [{ apiKey: scopes }]]);
      expect(Object.fromEntries(demands)).toEqual(Object.fromEntries(expected));
    });

    it('should resolve every reference', () => {
      const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, target]) => target ?? '');
      expect(references.length).toBeGreaterThan(20);
      for (const target of references) {
        const [, name = ''] = /^#\/components\/schemas\/(\w+)$/.exec(target) ?? [];
        expect(Object.keys(document.components.schemas)).toContain(name);
      }
    });

    it('should say of every value what it is', () => {
      for (const [place, schema] of listSchemas(document)) {
        const { type, $ref, oneOf, anyOf, allOf, properties, additionalProperties, items } = schema;
        expect([place, type ?? $ref ?? oneOf ?? anyOf ?? allOf]).not.toEqual([place, undefined]);
        const types = [type].flat();
        if (types.includes('object'))
          expect([place, properties ?? additionalProperties]).not.toEqual([place, undefined]);
        if (types.includes('array')) expect([place, items]).not.toEqual([place, undefined]);
        expect(schema).not.toHaveProperty('nullable');
        expect(() => schemas.compile(schema)).not.toThrow();
      }
      expect(Object.keys(document.components.schemas).filter((name) => /Dto|Object/.test(name))).toEqual([]);
    });

    it('should hold examples that are valid', () => {
      for (const operation of listOperations(document)) {
        const { requestBody, responses } = operation;
        for (const { content } of [...Object.values(responses), ...(requestBody === undefined ? [] : [requestBody])]) {
          for (const media of Object.values(content)) {
            const examples = listExamples(media);
            expect(examples.length).toBeGreaterThan(0);
            for (const { name, value } of examples) {
              expect([name, schemas.explain(schemas.compile(media.schema), value)]).toEqual([name, '']);
            }
          }
        }
        for (const { value } of listExamples(responses['200']?.content['text/event-stream'] ?? { schema: {} })) {
          for (const event of readEvents(String(value))) expect(explainEvent(operation, event)).toBe('');
        }
      }
    });
  });

  describe('when its requests are sent', () => {
    it.each(Object.keys(EVENT_SCHEMAS))('should be true of the replies to %s', async (operationId) => {
      const fresh = await startTestApp();
      try {
        const operation = findOperation(document, operationId);
        const { 'application/json': json, 'text/event-stream': stream } = operation.responses['200']?.content ?? {};
        const documented = new Map(
          [json, stream]
            .flatMap((media) => (media === undefined ? [] : listExamples(media)))
            .map((e) => [e.name, e.value]),
        );
        const requests = listRequestExamples(operation);
        expect(requests.length).toBeGreaterThan(3);
        // In their order, since the yes needs the question before it.
        for (const { name, value } of requests) {
          const response = await fresh.post(operation.path, value);
          expect([name, response.status]).toEqual([name, 200]);
          const reply = await expectDocumentedReply(operation, response);
          if (documented.has(name)) expect(comparable(reply)).toEqual(comparable(documented.get(name)));
          documented.delete(name);
        }
        expect([...documented.keys()]).toEqual([]);
      } finally {
        await fresh.close();
      }
    });

    it('should be true of the other replies', async () => {
      for (const operation of listOperations(document).filter(({ method }) => method === 'GET')) {
        const response = await fetch(service.url + operation.path.replace('{id}', 'embedded-dialog-1'));
        expect(response.status).toBe(200);
        const reply = await expectDocumentedReply(operation, response);
        const example = operation.responses['200']?.content['application/json']?.example;
        expect(comparable(reply)).toEqual(comparable(example));
      }
    });

    it.each([
      ['nulls', { phone_number: null, conversation_id: null, stream: null }, 200],
      ['an empty query', { query: '' }, 400],
      ['the longest query', { query: 'a'.repeat(10_000) }, 200],
      ['a query too long', { query: 'a'.repeat(10_001) }, 400],
      ['a conversation id with a space', { conversation_id: 'a b' }, 400],
      ['a query that is a number', { query: 3 }, 400],
    ])('should allow and forbid as the native endpoint does: %s', async (_what, fields, status) => {
      const body = { query: 'Hello', ...fields };
      const validate = schemas.compileNamed('AgentQuery');
      expect((await service.post('/api/agent/query', body)).status).toBe(status);
      expect(validate(body)).toBe(status === 200);
    });
  });

  describe('when something goes wrong', () => {
    let services: Services;
    let emulator: BedrockEmulator;
    let restoreEnvironment: () => void;

    beforeAll(async () => {
      restoreEnvironment = useAwsEnvironment(SIGNING_KEYS);
      emulator = await new BedrockEmulator().start();
      services = {
        embedded: service,
        withKeys: await startTestApp({ API_KEYS: toApiKeysSetting(SCOPELESS_KEY) }),
        strictNames: await startTestApp({ MODEL_NAMES: 'strict' }),
        bedrock: await startTestApp({ MODEL: NOVA, AWS_ENDPOINT_URL_BEDROCK_RUNTIME: emulator.url }),
      };
    });

    afterAll(async () => {
      await services.withKeys.close();
      await services.strictNames.close();
      await services.bedrock.close();
      await emulator.stop();
      restoreEnvironment();
    });

    it.each(Object.keys(STATUSES))('should show the true errors of %s', async (place) => {
      const operation = listOperations(document).find(({ method, path }) => `${method} ${path}` === place);
      if (operation === undefined) throw new Error(`${place} is not documented.`);
      const errors = Object.entries(operation.responses).filter(([status]) => Number(status) >= 400);
      for (const [status, { content }] of errors) {
        const media = content['application/json'] ?? { schema: {} };
        if (media.schema.$ref !== '#/components/schemas/ErrorEnvelope') continue;
        for (const { name, value } of listExamples(media)) {
          if (name === 'internalError' && operation.method === 'GET') continue;
          const response = await provokeError(name, operation, services);
          expect([name, response.status]).toEqual([name, Number(status)]);
          const body = await expectDocumentedReply(operation, response);
          const requestId = response.headers.get('x-request-id') ?? '';
          const shown = JSON.stringify(value)
            .replace(/req_[0-9a-f]{32}/, requestId)
            .replace('API key voice', 'API key anonymous');
          expect(body).toEqual(JSON.parse(shown));
        }
      }
    });

    it('should show one internal error everywhere, since the filter is one', () => {
      const bodies = listOperations(document).map(({ responses }) =>
        JSON.stringify(responses['500']?.content['application/json']?.examples),
      );
      expect(new Set(bodies).size).toBe(1);
    });

    it('should stay ready without a model, and not without a database', async () => {
      const { url } = emulator;
      await emulator.stop();
      const cutOff = await startTestApp({ MODEL: NOVA, AWS_ENDPOINT_URL_BEDROCK_RUNTIME: url });
      try {
        const operation = findOperation(document, 'checkReadiness');
        const response = await fetch(cutOff.url + operation.path);
        expect(response.status).toBe(200);
        expect(await expectDocumentedReply(operation, response)).toMatchObject({ status: 'degraded' });
        await cutOff.app.get(Database).close();
        expect((await fetch(cutOff.url + operation.path)).status).toBe(503);
      } finally {
        await cutOff.close();
      }
    });
  });

  describe('when the database is away', () => {
    it('should show the true report', async () => {
      const cutOff = await startTestApp();
      try {
        await cutOff.app.get(Database).close();
        const operation = findOperation(document, 'checkReadiness');
        const response = await fetch(cutOff.url + operation.path);
        expect(response.status).toBe(503);
        const example = operation.responses['503']?.content['application/json']?.example;
        const reply = JSON.stringify(await expectDocumentedReply(operation, response));
        const shown = reply.replaceAll(/embedded database \S+/g, 'embedded database data/tellerline.db');
        expect(JSON.parse(shown)).toEqual(example);
      } finally {
        await cutOff.close();
      }
    });
  });

  describe('when the service starts', () => {
    it('should be made on the first request for it, and once', async () => {
      const create = jest.spyOn(SwaggerModule, 'createDocument');
      const fresh = await startTestApp();
      try {
        expect(create).not.toHaveBeenCalled();
        await fetchApiDocument(fresh);
        await fetchApiDocument(fresh);
        expect(create).toHaveBeenCalledTimes(1);
      } finally {
        create.mockRestore();
        await fresh.close();
      }
    });

    it.each([
      ['off in production', PRODUCTION_SETTINGS, 404],
      ['on in production when switched on', { ...PRODUCTION_SETTINGS, DOCS: 'true' }, 200],
      ['off when switched off', { DOCS: 'false' }, 404],
    ])('should be %s', async (_when, settings, status) => {
      const fresh = await startTestApp(settings);
      try {
        for (const path of ['/docs', '/docs-json', '/docs-yaml', '/docs/swagger-ui.css']) {
          const response = await fetch(fresh.url + path);
          expect([path, response.status]).toEqual([path, status]);
          const body = await response.text();
          if (status === 200) continue;
          expect(JSON.parse(body)).toEqual({
            error: { message: `Invalid URL (GET ${path})`, type: 'invalid_request_error', param: null, code: null },
          });
        }
      } finally {
        await fresh.close();
      }
    });
  });
});

/** Replies as far as they must be equal: streams by their events, names of files and times of checks left out. */
function comparable(reply: unknown): unknown {
  if (typeof reply === 'string') return readEvents(reply).map(comparable);
  const text = JSON.stringify(withoutChance(reply))
    .replace(/the embedded database .*? answered in \d+ ms/g, 'the database answered')
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'an id of ours');
  return JSON.parse(text) as unknown;
}
