import { type InferenceConfiguration } from '@aws-sdk/client-bedrock-runtime';
import { type Sampling } from '../language-model';

/** A spoken answer is short. Without a limit Bedrock reserves the model's maximum from the quota on every call. */
const DEFAULT_MAX_TOKENS = 400;
/** What every model takes, and as many as OpenAI allows. */
const MAX_STOP_SEQUENCES = 4;
/** Newer Claude models refuse a request that sets both temperature and top p. */
const CLAUDE_MODEL_ID = /(^|[./])anthropic\.claude-/;

interface InferenceOptions {
  readonly modelId: string;
  /** Used when the caller sent no temperature. */
  readonly defaultTemperature?: number;
}

/** OpenAI's temperature runs to 2, Bedrock's to 1: higher values are cut, not scaled, so that 0.7 means 0.7 everywhere. */
export function toInferenceConfiguration(
  sampling: Sampling,
  { modelId, defaultTemperature }: InferenceOptions,
): InferenceConfiguration {
  const temperature = sampling.temperature ?? defaultTemperature;
  const topP = temperature !== undefined && CLAUDE_MODEL_ID.test(modelId) ? undefined : sampling.topP;
  const stopSequences = [...new Set(sampling.stopSequences)].filter((stop) => stop !== '').slice(0, MAX_STOP_SEQUENCES);
  return {
    maxTokens: Math.max(1, Math.floor(sampling.maxTokens ?? DEFAULT_MAX_TOKENS)),
    ...(temperature === undefined ? {} : { temperature: clampToUnit(temperature) }),
    ...(topP === undefined ? {} : { topP: clampToUnit(topP) }),
    ...(stopSequences.length === 0 ? {} : { stopSequences }),
  };
}

function clampToUnit(value: number): number {
  return Math.min(1, Math.max(0, value));
}
