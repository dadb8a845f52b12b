import { type ConverseStreamCommandInput } from '@aws-sdk/client-bedrock-runtime';
import { type LanguageModelRequest } from '../language-model';
import { hasVisibleText } from './has-visible-text';
import { isNova } from './nova-profile';
import { sanitizeHistory } from './sanitize-history';
import { toInferenceConfiguration } from './to-inference-configuration';
import { toTextBlock } from './to-text-block';
import { toToolConfiguration } from './to-tool-configuration';
import { ToolNames } from './tool-names';

/** The request as Bedrock takes it, with the names that its answer has to be read with. */
interface ConverseRequest {
  readonly input: ConverseStreamCommandInput;
  readonly toolNames: ToolNames;
}

/**
 * Maps the port's request. Pure and deterministic.
 *
 * @throws LanguageModelError `model_request_invalid` for a tool schema that is nested too deeply to be sent.
 */
export function toConverseRequest(request: Omit<LanguageModelRequest, 'signal'>, modelId: string): ConverseRequest {
  const nova = isNova(modelId);
  const toolNames = new ToolNames({ offered: request.tools.map((tool) => tool.name), nova });
  const toolConfig = toToolConfiguration(request, { toolNames, nova });
  // AWS advises greedy decoding for Nova's tool calls: without it their JSON breaks now and then.
  const greedy = nova && toolConfig !== undefined;
  const input: ConverseStreamCommandInput = {
    modelId,
    messages: sanitizeHistory(request.messages, { toolNames, offersTools: toolConfig !== undefined }),
    inferenceConfig: toInferenceConfiguration(request.sampling, {
      modelId,
      ...(greedy ? { defaultTemperature: 0 } : {}),
    }),
    ...(hasVisibleText(request.system) ? { system: [toTextBlock(request.system)] } : {}),
    ...(toolConfig === undefined ? {} : { toolConfig }),
    // For the log of invocations, if the account keeps one.
    ...(request.endUser === undefined ? {} : { requestMetadata: { end_user: request.endUser } }),
    ...(greedy ? { additionalModelRequestFields: { inferenceConfig: { topK: 1 } } } : {}),
  };
  return { input, toolNames };
}
