/** Settings that decide which credentials the SDK finds. */
const NAMES = [
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_BEARER_TOKEN_BEDROCK',
  'AWS_PROFILE',
  'AWS_CONFIG_FILE',
  'AWS_SHARED_CREDENTIALS_FILE',
  'AWS_EC2_METADATA_DISABLED',
] as const;

type AwsEnvironment = Partial<Record<(typeof NAMES)[number], string>>;

/** Nothing outside the test decides: no files, no metadata service. */
const ISOLATED: AwsEnvironment = {
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  AWS_EC2_METADATA_DISABLED: 'true',
};

export const SIGNING_KEYS: AwsEnvironment = { AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'not-a-secret' };

/**
 * Gives the SDK exactly these settings.
 *
 * @returns a function that brings the former ones back.
 */
export function useAwsEnvironment(settings: AwsEnvironment): () => void {
  const former = NAMES.map((name) => [name, process.env[name]] as const);
  const wanted: AwsEnvironment = { ...ISOLATED, ...settings };
  for (const name of NAMES) assign(name, wanted[name]);
  return () => {
    for (const [name, value] of former) assign(name, value);
  };
}

function assign(name: string, value: string | undefined): void {
  if (value === undefined) Reflect.deleteProperty(process.env, name);
  else process.env[name] = value;
}
