import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';

const REGISTER = require.resolve('../medium/children/register-typescript.cjs');

interface CommandResult {
  readonly status: number;
  readonly output: string;
  readonly errors: string;
}

/** Runs one of the product's own commands as a process of its own, with this environment and no other settings. */
export function runCommand(path: string, environment: Readonly<Record<string, string>>): Promise<CommandResult> {
  return new Promise((resolve) => {
    const options = { env: { PATH: process.env.PATH, ...environment }, cwd: tmpdir() };
    execFile(process.execPath, ['-r', REGISTER, path], options, (error, output, errors) => {
      resolve({ status: typeof error?.code === 'number' ? error.code : error === null ? 0 : -1, output, errors });
    });
  });
}
