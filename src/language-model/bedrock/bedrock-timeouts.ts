/** How long one call may wait for what, in milliseconds. A caller on the telephone hears every one of them as silence. */
export interface BedrockTimeouts {
  /** For the TCP and TLS connection. */
  readonly connectMs: number;
  /** From the start of the call, credentials and connection included, to the first event. */
  readonly firstEventMs: number;
  /** Between two events of the stream. */
  readonly gapMs: number;
  /** After the model has stopped, for its token counts and the end of the stream; running out of it is no failure. */
  readonly settleMs: number;
  /** For the whole call. */
  readonly wholeCallMs: number;
}

export const DEFAULT_BEDROCK_TIMEOUTS: BedrockTimeouts = {
  connectMs: 1_000,
  firstEventMs: 4_000,
  gapMs: 5_000,
  settleMs: 1_000,
  wholeCallMs: 18_000,
};
