import { existsSync } from 'node:fs';

const ENVIRONMENT_FILE = '.env';

/** The environment of the process, with what the file `.env` of the working directory adds to it. */
export function readEnvironment(): Readonly<Record<string, string | undefined>> {
  if (existsSync(ENVIRONMENT_FILE)) process.loadEnvFile(ENVIRONMENT_FILE);
  return process.env;
}
