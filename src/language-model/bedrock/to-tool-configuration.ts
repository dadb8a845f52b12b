import { type Tool, type ToolConfiguration } from '@aws-sdk/client-bedrock-runtime';
import { isJsonObject, type JsonObject } from '../../common/json';
import { type LanguageModelRequest, type ToolChoice, type ToolDefinition } from '../language-model';
import { LanguageModelError } from '../language-model-error';
import { hasVisibleText } from './has-visible-text';
import { isTooDeep } from './json-depth';
import { toDocument } from './to-document';
import { type ToolNames } from './tool-names';

interface ToolConfigurationOptions {
  readonly toolNames: ToolNames;
  readonly nova: boolean;
}

/** @returns `undefined` without tools: an empty list is refused. Of two tools with one name the first counts. */
export function toToolConfiguration(
  { tools, toolChoice }: Pick<LanguageModelRequest, 'tools' | 'toolChoice'>,
  { toolNames, nova }: ToolConfigurationOptions,
): ToolConfiguration | undefined {
  const names = tools.map((tool) => tool.name);
  const distinctTools = tools.filter((tool, index) => names.indexOf(tool.name) === index);
  if (distinctTools.length === 0) return undefined;
  return {
    tools: distinctTools.map((tool): Tool => {
      const schema = completeSchema(tool);
      return {
        toolSpec: {
          name: toolNames.forModel(tool.name),
          ...(hasVisibleText(tool.description) ? { description: tool.description } : {}),
          inputSchema: { json: toDocument(nova ? toBareSchema(schema) : schema) },
        },
      };
    }),
    ...toChoice(toolChoice, toolNames),
  };
}

/** Nothing is the same as `auto`, and what some models do not know. */
function toChoice(choice: ToolChoice | undefined, toolNames: ToolNames): Pick<ToolConfiguration, 'toolChoice'> {
  if (choice === undefined || choice.type === 'auto') return {};
  if (choice.type === 'required') return { toolChoice: { any: {} } };
  return { toolChoice: { tool: { name: toolNames.forModel(choice.name) } } };
}

/** The top level must be an object type and must name its properties, even when there are none. */
function completeSchema(tool: ToolDefinition): JsonObject {
  if (isTooDeep(tool.inputSchema)) {
    throw new LanguageModelError('model_request_invalid', `The schema of the tool ${tool.name} is nested too deeply.`);
  }
  const { properties } = tool.inputSchema;
  return { ...tool.inputSchema, type: 'object', properties: isJsonObject(properties) ? properties : {} };
}

/** Nova refuses every other key at the top level of a tool's schema. */
function toBareSchema({ properties = {}, required }: JsonObject): JsonObject {
  const names = Array.isArray(required) ? required.filter((name) => typeof name === 'string') : [];
  return { type: 'object', properties, ...(names.length === 0 ? {} : { required: names }) };
}
