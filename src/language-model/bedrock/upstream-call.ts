import { LanguageModelError } from '../language-model-error';

interface BoundedWait<T> {
  readonly pending: Promise<T>;
  readonly limitMs: number;
  /** Ends the sentence "Bedrock did not send ... in time". */
  readonly waitingFor: string;
}

/**
 * The life of one upstream call: it ends when the caller hangs up, when a time limit runs out, or when `end()` is called.
 *
 * The SDK's own timeout options bound other things than their names say, and its credential lookup ignores abort
 * signals; so every wait is raced against the end of the call here.
 */
export class UpstreamCall {
  private readonly controller = new AbortController();
  private readonly callLimit: NodeJS.Timeout;
  private readonly ended: Promise<never>;
  private rejectEnded: (reason: LanguageModelError) => void = () => undefined;
  private failedWith: LanguageModelError | undefined;

  constructor(
    private readonly callerSignal: AbortSignal,
    wholeCallMs: number,
  ) {
    this.ended = new Promise<never>((_resolve, reject) => {
      this.rejectEnded = reject;
    });
    this.ended.catch(() => undefined);
    this.callLimit = setTimeout(() => {
      this.fail(new LanguageModelError('model_timeout', `The call took longer than ${wholeCallMs} ms.`));
    }, wholeCallMs);
    callerSignal.addEventListener('abort', this.onCallerGone, { once: true });
    if (callerSignal.aborted) this.onCallerGone();
  }

  /** Aborted when the call ends, for whatever reason: hand it to everything that belongs to the call. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** Why the call ended early; `undefined` while it lives and after an orderly end. */
  get failure(): LanguageModelError | undefined {
    return this.failedWith;
  }

  /**
   * Waits for `pending`, at most `limitMs`.
   *
   * @throws LanguageModelError `model_timeout` or `model_aborted`; otherwise whatever `pending` throws.
   */
  async within<T>({ pending, limitMs, waitingFor }: BoundedWait<T>): Promise<T> {
    const limit = setTimeout(() => {
      this.fail(new LanguageModelError('model_timeout', `Bedrock did not send ${waitingFor} within ${limitMs} ms.`));
    }, limitMs);
    try {
      return await Promise.race([this.ended, pending]);
    } finally {
      clearTimeout(limit);
    }
  }

  /** Frees the timer and the listener, and closes the upstream connection unless its stream was read to the end. */
  end(): void {
    clearTimeout(this.callLimit);
    this.callerSignal.removeEventListener('abort', this.onCallerGone);
    this.controller.abort();
  }

  private readonly onCallerGone = (): void => {
    this.fail(new LanguageModelError('model_aborted', 'The caller ended the call.'));
  };

  private fail(error: LanguageModelError): void {
    if (this.failedWith !== undefined || this.signal.aborted) return;
    this.failedWith = error;
    this.rejectEnded(error);
    this.controller.abort(error);
  }
}
