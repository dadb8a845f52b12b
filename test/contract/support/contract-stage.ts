import { createKey, toApiKeysSetting } from '../../factories/api-key.factory';
import { SIGNING_KEYS, useAwsEnvironment } from '../../support/bedrock-emulator/aws-environment';
import { BedrockEmulator } from '../../support/bedrock-emulator/bedrock-emulator';
import { startTestApp } from '../../support/test-app';
import { waitUntil } from '../../support/wait-until';

export const MODEL = 'amazon.nova-lite-v1:0';

/** The model would speak for longer than the service lets any call last. */
export const LONG_SPEECH = 'N=2000 GAP=20';

/** The whole service, with a key and strict model names, in front of an emulated Bedrock that answers as it is told. */
export interface ContractStage {
  readonly emulator: BedrockEmulator;
  /** What a client is given as its base URL. */
  readonly baseUrl: string;
  readonly apiKey: string;
  /** For clients: notes the status of each reply, so that a test sees every attempt. */
  readonly fetch: typeof fetch;
  /** Statuses since the last time that this was asked. */
  readonly takeStatuses: () => readonly number[];
  /** Fails unless exactly one call of the model is cut short by this, and not by a time limit of the service. */
  readonly expectUpstreamEnd: (run: () => Promise<unknown>) => Promise<void>;
  /** Resolves when the model has had more calls than these. */
  readonly whenModelIsCalled: (before: number) => Promise<void>;
  readonly close: () => Promise<void>;
}

export async function startContractStage(settings: Readonly<Record<string, string>> = {}): Promise<ContractStage> {
  const restoreEnvironment = useAwsEnvironment(SIGNING_KEYS);
  const emulator = await new BedrockEmulator().start();
  const key = createKey({ scopes: ['chat'] });
  const service = await startTestApp({
    MODEL,
    MODEL_NAMES: 'strict',
    API_KEYS: toApiKeysSetting(key),
    AWS_REGION: 'us-east-1',
    AWS_ENDPOINT_URL_BEDROCK_RUNTIME: emulator.url,
    ...settings,
  });
  let statuses: number[] = [];
  return {
    emulator,
    baseUrl: `${service.url}/v1`,
    apiKey: key.key,
    fetch: async (...request) => {
      const response = await fetch(...request);
      statuses.push(response.status);
      return response;
    },
    takeStatuses: () => {
      const taken = statuses;
      statuses = [];
      return taken;
    },
    expectUpstreamEnd: async (run) => {
      const before = emulator.abortedStreams;
      const logged = service.logs().length;
      await run();
      await waitUntil(() => emulator.abortedStreams > before);
      expect(emulator.abortedStreams).toBe(before + 1);
      expect(service.logs().slice(logged)).not.toContain('model_timeout');
    },
    whenModelIsCalled: (before) => waitUntil(() => emulator.requests > before),
    close: async () => {
      await service.close();
      await emulator.stop();
      restoreEnvironment();
    },
  };
}
