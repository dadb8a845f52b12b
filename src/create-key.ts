import { parseArgs } from 'node:util';
import { makeApiKey } from './access/make-api-key';

const USAGE = 'Usage: npm run keys:create -- --id voice --tenant acme --scopes chat+assert_caller';

/** Shows a new key, once, and what the service is to know of it. */
function main(): void {
  const option = { type: 'string', default: '' } as const;
  const { values } = parseArgs({ options: { id: option, tenant: option, scopes: option } });
  const { key, entry, problems } = makeApiKey(values);
  if (problems.length > 0) {
    const lines = problems.map((problem) => `${problem.replace(/^entry 1/, 'The entry')}.`);
    throw new Error([...lines, USAGE].join('\n'));
  }
  process.stdout.write(
    `The key, for the client. It is shown this once:\n  ${key}\n` +
      `Its entry, for API_KEYS or a line of API_KEYS_FILE:\n  ${entry}\n`,
  );
}

try {
  main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
