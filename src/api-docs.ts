import { type INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { KEY_SECURITY } from './access/require-scope.decorator';
import { AGENT_TAG } from './agent/native/docs/api-agent-query.decorator';
import { CARDS_TAG } from './card-api/docs/api-card-operation.decorator';
import { CHAT_COMPLETIONS_TAG } from './openai/docs/api-chat-completion.decorator';
import { MODELS_TAG } from './openai/docs/api-models.decorator';
import { completeResponses } from './openai/docs/complete-responses';
import { CHAT_COMPLETIONS_PATHS, MODELS_PATHS } from './openai/endpoint-paths';
import { writeNulls } from './openai/docs/write-nulls';

const DESCRIPTION = `Answers the phone for a bank. Two ways in: the OpenAI-compatible endpoint, which any OpenAI client
and voice platforms such as Vapi can call, and a native endpoint for services of the bank's own. Both reach the same
agent, the same tools and the same card policy. Beside the agent, services of the bank can operate cards themselves.

Choose an example of a request under *Examples* and press **Execute**. The examples, and the answers shown with them,
are those of the demo bank and the embedded demo model \`embedded-dialog-1\`, which this service runs with unless \`MODEL\`
names another one.

Every error has the form \`{"error": {"message", "type", "param", "code"}}\`, and every reply an \`x-request-id\`.`;

const KEY_DESCRIPTION = `A key that the service knows; where it runs without keys, none is needed. The key may also stand bare in
\`Authorization\`, in a header \`api-key\`, or before any path: \`/k/KEY/v1/chat/completions\`. Each operation names the scopes that it needs of the key.`;

interface ChatOperation {
  readonly operationId: string;
  readonly summary: string;
}

/** One endpoint, two documented paths; its other paths only forgive how platforms build their URLs. */
const CHAT_OPERATIONS: readonly ChatOperation[] = [
  { operationId: 'answerChat', summary: 'Answer a conversation' },
  { operationId: 'createChatCompletion', summary: 'The same, where OpenAI clients look for it' },
];

/** Serves Swagger UI at `/docs` and the OpenAPI document at `/docs-json`, made when it is first asked for. */
export function setUpApiDocs(app: INestApplication): void {
  SwaggerModule.setup('docs', app, () => createApiDocument(app), {
    jsonDocumentUrl: 'docs-json',
    yamlDocumentUrl: 'docs-yaml',
    customSiteTitle: 'Tellerline API',
    swaggerOptions: {
      tryItOutEnabled: true,
      displayRequestDuration: true,
      defaultModelsExpandDepth: 0,
      defaultModelExpandDepth: 2,
      // The validator badge would ask a server on the internet.
      validatorUrl: null,
    },
  });
}

function createApiDocument(app: INestApplication): OpenAPIObject {
  const settings = new DocumentBuilder()
    .setTitle('Tellerline')
    .setDescription(DESCRIPTION)
    .setVersion('0.1.0')
    .setOpenAPIVersion('3.1.0')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: KEY_DESCRIPTION }, KEY_SECURITY)
    .addTag(CHAT_COMPLETIONS_TAG, 'The OpenAI-compatible endpoint.')
    .addTag(AGENT_TAG, 'The native endpoint.')
    .addTag(CARDS_TAG, "For the bank's own services: cards without an agent, under keys with `cards:write`.")
    .addTag(MODELS_TAG, 'Who answers.')
    .addTag('Health', 'For probes and load balancers.')
    .build();
  const document = SwaggerModule.createDocument(app, settings, { autoTagControllers: false });
  return writeNulls({ ...document, paths: completeResponses(leaveOutAliases(document.paths)) });
}

type Paths = OpenAPIObject['paths'];

/** Each endpoint stands under its documented paths alone. */
function leaveOutAliases(paths: Paths): Paths {
  const chatPaths = CHAT_COMPLETIONS_PATHS.map((path) => `/${path}`);
  const aliases = [...chatPaths, ...MODELS_PATHS.slice(1).flatMap((path) => [`/${path}`, `/${path}/{id}`])];
  const others = Object.entries(paths).filter(([path]) => !aliases.includes(path));
  const documented = CHAT_OPERATIONS.flatMap((operation, index): [string, Paths[string]][] => {
    const path = chatPaths[index] ?? '';
    const post = paths[path]?.post;
    return post === undefined ? [] : [[path, { post: { ...post, ...operation } }]];
  });
  return Object.fromEntries([...documented, ...others]);
}
