/** Through this tool a model gives an answer that has to be JSON: every provider's models can fill in a schema. */
export const JSON_REPLY_TOOL = 'reply_with_json';
