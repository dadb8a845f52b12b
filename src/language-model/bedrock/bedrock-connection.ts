import http from 'node:http';
import https from 'node:https';
import { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime';
import { NodeHttpHandler } from '@smithy/node-http-handler';

interface ConnectionSettings {
  readonly region: string;
  readonly endpoint?: string;
  readonly connectMs: number;
}

const AGENT_OPTIONS = { keepAlive: true, keepAliveMsecs: 30_000, maxSockets: 512 } as const;

/**
 * The long-lived way to Bedrock: one client and its sockets.
 *
 * The handler is explicit because the SDK's default opens a new HTTP/2 session for every event stream. There is one
 * attempt only: a caller cannot wait for a back-off, and what follows a failure is decided above this adapter.
 * Credentials are the SDK's own affair; where `AWS_BEARER_TOKEN_BEDROCK` is set it wins over every other kind.
 */
export class BedrockConnection {
  readonly client: BedrockRuntimeClient;
  private readonly httpAgent = new http.Agent(AGENT_OPTIONS);
  private readonly httpsAgent = new https.Agent(AGENT_OPTIONS);

  constructor(private readonly settings: ConnectionSettings) {
    this.client = new BedrockRuntimeClient({
      region: settings.region,
      ...(settings.endpoint === undefined ? {} : { endpoint: settings.endpoint }),
      maxAttempts: 1,
      requestHandler: new NodeHttpHandler({
        httpAgent: this.httpAgent,
        httpsAgent: this.httpsAgent,
        connectionTimeout: settings.connectMs,
      }),
    });
  }

  /** Resolves once the SDK has credentials; it remembers them and renews them before they expire. */
  async resolveCredentials(): Promise<void> {
    const [preferredScheme] = await this.client.config.authSchemePreference();
    if (preferredScheme === 'httpBearerAuth') return;
    await this.client.config.credentials();
  }

  /** Asks the endpoint for anything at all, over the sockets that calls use. Every HTTP status counts as an answer. */
  ping(signal: AbortSignal): Promise<void> {
    const url = new URL('/ping', this.endpointUrl());
    const [transport, agent] = url.protocol === 'http:' ? [http, this.httpAgent] : [https, this.httpsAgent];
    return new Promise((resolve, reject) => {
      const request = transport.get(url, { agent, signal }, (response) => {
        response.on('end', resolve).on('error', reject).resume();
      });
      request.on('error', reject);
    });
  }

  close(): void {
    this.client.destroy();
    this.httpAgent.destroy();
    this.httpsAgent.destroy();
  }

  private endpointUrl(): URL {
    const { endpoint, region } = this.settings;
    if (endpoint !== undefined) return new URL(endpoint);
    return this.client.config.endpointProvider({ Region: region, UseFIPS: false, UseDualStack: false }).url;
  }
}
