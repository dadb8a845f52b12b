import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';

const REPOSITORY = resolve(__dirname, '../..');

export interface BuiltService {
  readonly root: string;
  readonly remove: () => void;
}

let built: BuiltService | undefined;

/** The service, built once for all that ask in this process. */
export function getBuiltService(): BuiltService {
  built ??= buildService();
  return built;
}

/** Builds the service into a folder of its own, so that a build of somebody else may come and go. */
function buildService(): BuiltService {
  const root = mkdtempSync(join(REPOSITORY, 'node_modules', '.tellerline-faults-'));
  const compiler = require.resolve('typescript/bin/tsc');
  execFileSync(process.execPath, [compiler, '-p', 'tsconfig.build.json', '--outDir', root], { cwd: REPOSITORY });
  cpSync(join(REPOSITORY, 'src/loan/articles'), join(root, 'loan/articles'), { recursive: true });
  const remove = (): void => {
    rmSync(root, { recursive: true, force: true });
  };
  process.once('exit', remove);
  return { root, remove };
}
