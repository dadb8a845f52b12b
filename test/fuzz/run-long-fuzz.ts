import { runFuzz } from './run-fuzz';

/*
 * `npm run test:fuzz -- COUNT SEED`; both may be left out. Prints the seed, what each kind of request was answered with,
 * and what was wrong; ends with 1 when anything was.
 */

const REQUESTS = 100_000;

async function runAll(): Promise<boolean> {
  const [count = REQUESTS, seed = Math.trunc(Math.random() * 2 ** 31)] = process.argv.slice(2).map(Number);
  process.stdout.write(`${count} requests with seed ${seed}\n`);
  const startedAt = performance.now();
  const { failures, sent, statuses, neverAnswered } = await runFuzz({ count, seed });
  const seconds = Math.round((performance.now() - startedAt) / 1_000);
  process.stdout.write(`${sent} replies in ${seconds} s, ${failures.length === 0 ? 'all' : 'not all'} as documented\n`);
  for (const group of Object.keys(statuses).sort()) process.stdout.write(`${group}: ${statuses[group] ?? 0}\n`);
  process.stdout.write(`Never answered with 200: ${neverAnswered.join() || 'none'}\n`);
  for (const failure of failures) process.stdout.write(`\n${failure}\n`);
  return failures.length === 0;
}

runAll().then(
  (isSound) => {
    process.exitCode = isSound ? 0 : 1;
  },
  (error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    process.exitCode = 1;
  },
);
