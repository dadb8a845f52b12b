import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, type Socket } from 'node:net';
import { text as readText } from 'node:stream/consumers';
import { isNova } from '../../../src/language-model/bedrock/nova-profile';
import { answerStream } from './answer-stream';
import { answerWhole } from './answer-whole';
import { type ControlWords, readControlWords } from './control-words';
import { lastMessageOf, resultTextOf, textOf } from './converse-body';
import { DEFAULT_EMULATOR_SETTINGS, type EmulatorSettings } from './emulator-settings';
import { planReply } from './plan-reply';
import { refuse } from './refuse';
import { toReplyEvents } from './reply-events';
import {
  faultOfStatus,
  MISSING_AUTHENTICATION,
  profileNeeded,
  type ServiceFault,
  UNKNOWN_OPERATION,
} from './service-fault';
import { Steps } from './steps';
import { toStreamSteps } from './stream-steps';
import { validate } from './validate';

/** One call as it arrived. */
interface RecordedRequest {
  readonly modelId: string;
  readonly operation: 'converse' | 'converse-stream';
  readonly authorization: string | undefined;
  readonly body: unknown;
  /** Where it came in; equal numbers share one TCP connection. */
  readonly connection: number;
}

const PATH = /^\/model\/([^/]+)\/(converse|converse-stream)$/;

/**
 * A stand-in for Bedrock's runtime on loopback: real framing, strict validation, and faults on demand. Control words in
 * the last message of the user, or in results of tools that stand alone, steer one answer (see control-words.ts);
 * settings steer all of them.
 */
export class BedrockEmulator {
  readonly log: RecordedRequest[] = [];
  private readonly settings: EmulatorSettings;
  private readonly server: Server;
  private readonly stopping = new AbortController();
  private readonly connectionNumbers = new WeakMap<Socket, number>();
  private readonly servedFaults = new Map<string, number>();
  private openedConnections = 0;
  private closedEarly = 0;
  private readonly openSockets = new Set<Socket>();
  private readonly openAnswers = new Set<ServerResponse>();
  private readonly steps = new Steps();
  private toolUses = 0;

  constructor(settings: Partial<EmulatorSettings> = {}) {
    this.settings = { ...DEFAULT_EMULATOR_SETTINGS, ...settings };
    this.server = createServer((request, response) => {
      this.openAnswers.add(response);
      response.once('close', () => this.openAnswers.delete(response));
      this.answer(request, response).catch((error: unknown) => {
        if (!this.stopping.signal.aborted && !response.destroyed) response.destroy(error as Error);
      });
    });
    this.server.on('connection', (socket) => {
      this.openedConnections += 1;
      this.connectionNumbers.set(socket, this.openedConnections);
      this.openSockets.add(socket);
      socket.once('close', () => this.openSockets.delete(socket));
    });
  }

  /** Base address for the SDK's `endpoint`. */
  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Calls of a model; pings do not count. */
  get requests(): number {
    return this.log.length;
  }

  get connections(): number {
    return this.openedConnections;
  }

  /** Connections that are open now, idle ones included. */
  get openConnections(): number {
    return this.openSockets.size;
  }

  /** Requests that are not answered to the end, and whose client has not gone. */
  get openRequests(): number {
    return this.openAnswers.size;
  }

  /** Answers whose client went away before their end. */
  get abortedStreams(): number {
    return this.closedEarly;
  }

  get lastRequest(): RecordedRequest | undefined {
    return this.log.at(-1);
  }

  /** Lets an answer with the word `STEP` send its next event. */
  step(): void {
    this.steps.allow();
  }

  async start(): Promise<this> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject).listen(0, '127.0.0.1', resolve);
    });
    return this;
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await new Promise<void>((resolve) => {
      this.server.close(() => {
        resolve();
      });
      this.server.closeAllConnections();
    });
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, escapedModelId, operation] = PATH.exec(request.url ?? '') ?? [];
    const bodyText = await readText(request);
    if (request.method !== 'POST' || escapedModelId === undefined) {
      refuse(response, UNKNOWN_OPERATION);
      return;
    }
    const body = parseJson(bodyText);
    const modelId = decodeURIComponent(escapedModelId);
    this.log.push({
      modelId,
      operation: operation === 'converse' ? 'converse' : 'converse-stream',
      authorization: request.headers.authorization,
      body,
      connection: this.connectionNumbers.get(request.socket) ?? 0,
    });
    const lastMessage = lastMessageOf(body);
    const words = readControlWords(textOf(lastMessage) || resultTextOf(lastMessage));
    const fault = this.findFault({ modelId, body, words, authorization: request.headers.authorization });
    if (fault !== undefined) {
      refuse(response, fault, words.retryAfterSeconds);
      return;
    }
    await this.reply(response, { body, words, isStream: operation === 'converse-stream' });
  }

  private findFault(call: {
    readonly modelId: string;
    readonly body: unknown;
    readonly words: ControlWords;
    readonly authorization: string | undefined;
  }): ServiceFault | undefined {
    const { modelId, body, words } = call;
    if (!/^(AWS4-HMAC-SHA256|Bearer) ./.test(call.authorization ?? '')) return MISSING_AUTHENTICATION;
    if (this.settings.profileOnlyModelIds.includes(modelId)) return profileNeeded(modelId);
    const refusal = this.settings.strict ? validate(body, { nova: isNova(modelId) }) : undefined;
    if (refusal !== undefined || words.httpError === undefined) return refusal;
    const key = textOf(lastMessageOf(body));
    const served = this.servedFaults.get(key) ?? 0;
    if (served >= words.httpError.times) return undefined;
    this.servedFaults.set(key, served + 1);
    return faultOfStatus(words.httpError.status);
  }

  private async reply(
    response: ServerResponse,
    { body, words, isStream }: { readonly body: unknown; readonly words: ControlWords; readonly isStream: boolean },
  ): Promise<void> {
    const { settings } = this;
    const nextToolUseId = (): string => `tooluse_${++this.toolUses}`;
    const plan = planReply({ body, words, settings, nextToolUseId });
    const signal = this.watchClient(response);
    const firstEventDelayMs = words.firstEventDelayMs ?? settings.firstEventDelayMs;
    if (!isStream) {
      await answerWhole({ response, plan, fault: words.streamFault, delayMs: firstEventDelayMs, signal });
      return;
    }
    const steps = toStreamSteps(toReplyEvents(plan), words);
    const gapMs = words.gapMs ?? settings.gapMs;
    const mayGoOn = words.isStepped ? () => this.steps.next(signal) : undefined;
    await answerStream({ response, steps, firstEventDelayMs, gapMs, mayGoOn, signal });
  }

  /** Counts a client that leaves before the end, and wakes up whoever waits to send it more. */
  private watchClient(response: ServerResponse): AbortSignal {
    const gone = new AbortController();
    response.once('close', () => {
      // Where the emulator itself drops the connection it leaves an error behind.
      const isOwnDoing = response.errored != null || this.stopping.signal.aborted;
      if (!response.writableEnded && !isOwnDoing) this.closedEarly += 1;
      gone.abort();
    });
    return AbortSignal.any([gone.signal, this.stopping.signal]);
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
