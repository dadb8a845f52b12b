import {
  ConverseStreamCommand,
  type ConverseStreamCommandInput,
  type ConverseStreamOutput,
} from '@aws-sdk/client-bedrock-runtime';
import { type ModelSettings } from '../../config/app-config';
import { estimateUsage } from '../estimate-usage';
import { LanguageModel, type LanguageModelEvent, type LanguageModelRequest, type ModelHealth } from '../language-model';
import { LanguageModelError } from '../language-model-error';
import { BedrockConnection } from './bedrock-connection';
import { type BedrockTimeouts, DEFAULT_BEDROCK_TIMEOUTS } from './bedrock-timeouts';
import { mapBedrockError } from './map-bedrock-error';
import { mapStream } from './map-stream';
import { probeBedrock } from './probe-bedrock';
import { readEvents } from './read-events';
import { RememberedHealth } from './remembered-health';
import { toConverseRequest } from './to-converse-request';
import { UpstreamCall } from './upstream-call';

type BedrockSettings = Omit<Extract<ModelSettings, { readonly provider: 'bedrock' }>, 'provider'>;

/**
 * A model on Amazon Bedrock, through ConverseStream. One instance serves the whole process: it keeps the sockets warm.
 * Source of the mapping: the Converse API reference, and the validation messages that the service really sends.
 */
export class BedrockModel extends LanguageModel {
  readonly id: string;
  readonly provider = 'amazon-bedrock';
  readonly readsImages = true;
  private readonly timeouts: BedrockTimeouts;
  private readonly connection: BedrockConnection;
  private readonly health: RememberedHealth;

  constructor(
    private readonly settings: BedrockSettings,
    timeouts: Partial<BedrockTimeouts> = {},
  ) {
    super();
    this.id = settings.modelId;
    this.timeouts = { ...DEFAULT_BEDROCK_TIMEOUTS, ...timeouts };
    this.connection = new BedrockConnection({ ...settings, connectMs: this.timeouts.connectMs });
    this.health = new RememberedHealth({ probe: () => probeBedrock(this.connection, settings.region) });
  }

  async *stream(request: LanguageModelRequest): AsyncGenerator<LanguageModelEvent> {
    const { input, toolNames } = toConverseRequest(request, this.id);
    const call = new UpstreamCall(request.signal, this.timeouts.wholeCallMs);
    let phase: 'opening' | 'streaming' = 'opening';
    try {
      const stream = await this.open(input, call);
      phase = 'streaming';
      yield* mapStream({
        events: readEvents({ stream, call, timeouts: this.timeouts }),
        toolNames,
        estimateUsage: (output) => estimateUsage({ request, ...output }),
      });
    } catch (error) {
      if (error instanceof LanguageModelError) throw error;
      // After an abort the SDK reports a broken connection: the cause of the abort is the truth.
      throw call.failure ?? mapBedrockError(error, { ...this.settings, phase });
    } finally {
      // Leaving the loop over the SDK's stream does not close its socket; only this does.
      call.end();
    }
  }

  checkHealth(): Promise<ModelHealth> {
    return this.health.check();
  }

  /** Closes every socket. Nest calls it last, when the server has drained: a stream that still runs would break off. */
  onApplicationShutdown(): void {
    this.close();
  }

  close(): void {
    this.connection.close();
  }

  /** Resolves when the first event is there, so that a refusal can still be answered with a status of its own. */
  private async open(
    input: ConverseStreamCommandInput,
    call: UpstreamCall,
  ): Promise<AsyncIterable<ConverseStreamOutput>> {
    const { stream } = await call.within({
      pending: this.connection.client.send(new ConverseStreamCommand(input), { abortSignal: call.signal }),
      limitMs: this.timeouts.firstEventMs,
      waitingFor: 'the first event',
    });
    if (stream === undefined) throw new LanguageModelError('model_stream_broken', 'Bedrock answered without a stream.');
    return stream;
  }
}
