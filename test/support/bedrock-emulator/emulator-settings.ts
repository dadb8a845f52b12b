/** Settings for the whole emulator; control words in a request win over them. */
export interface EmulatorSettings {
  /** How many pieces of text an answer has. */
  readonly chunkCount: number;
  /** Each piece is this text and its number: `word0 `, `word1 `. */
  readonly chunkText: string;
  readonly firstEventDelayMs: number;
  readonly gapMs: number;
  /** Refuse what Bedrock would refuse. */
  readonly strict: boolean;
  /** Nova sends a tool's input in one delta (`whole`), Claude in many (`pieces`). */
  readonly toolInput: 'whole' | 'pieces';
  readonly cacheReadTokens: number;
  readonly cacheWriteTokens: number;
  /** Models that exist only behind an inference profile. */
  readonly profileOnlyModelIds: readonly string[];
}

export const DEFAULT_EMULATOR_SETTINGS: EmulatorSettings = {
  chunkCount: 6,
  chunkText: 'word',
  firstEventDelayMs: 0,
  gapMs: 0,
  strict: true,
  toolInput: 'whole',
  cacheReadTokens: 0,
  cacheWriteTokens: 0,
  profileOnlyModelIds: [],
};
