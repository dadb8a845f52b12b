/** Which geographic prefix the inference profiles of a region bear. The first match counts. */
const PREFIX_BY_REGION: readonly (readonly [regionStart: string, prefix: string])[] = [
  ['us-gov-', 'us-gov'],
  ['us-', 'us'],
  ['ca-', 'us'],
  ['eu-', 'eu'],
  ['ap-', 'apac'],
];

/** What to set when Bedrock serves a model only through an inference profile, e.g. `eu.amazon.nova-lite-v1:0`. */
export function describeProfileHint({
  modelId,
  region,
}: {
  readonly modelId: string;
  readonly region: string;
}): string {
  const prefix = PREFIX_BY_REGION.find(([regionStart]) => region.startsWith(regionStart))?.[1] ?? 'global';
  return `In ${region} this model needs an inference profile: use the model id ${prefix}.${modelId}.`;
}
