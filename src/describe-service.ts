import { type AppConfig } from './config/app-config';

/** What a newcomer wants to know once the service listens. */
export function describeService(url: string, { docsEnabled, apiKeys }: AppConfig): string {
  const key = apiKeys.length === 0 ? '' : ' -H "Authorization: Bearer $KEY"';
  return `
Tellerline is listening.
  OpenAI-compatible endpoint  ${url}/api/agent/query/openai  (base URL for OpenAI clients: ${url}/v1)
  Swagger UI                  ${docsEnabled ? `${url}/docs` : 'switched off (DOCS=true switches it on)'}

Try:
  curl -X POST ${url}/api/agent/query/openai/ -H "Content-Type: application/json"${key} \\
    -d '{"messages":[{"role":"user","content":"What loan options are available?"}]}'

`;
}
