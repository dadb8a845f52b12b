import { runFuzz } from './run-fuzz';

const REQUESTS = 10_000;
const LIMIT_MS = 600_000;

/** The short form of `npm run test:fuzz`, with other requests in every run. */
describe('the service under any requests', () => {
  it(
    'should answer each as its OpenAPI document says, and never fail',
    async () => {
      const seed = Math.trunc(Math.random() * 2 ** 31);
      const { failures, sent, neverAnswered } = await runFuzz({ count: REQUESTS, seed });
      if (failures.length > 0) {
        throw new Error(`To repeat: npm run test:fuzz -- ${REQUESTS} ${seed}\n${failures.join('\n\n')}`);
      }
      expect(sent).toBe(REQUESTS);
      expect(neverAnswered).toEqual([]);
    },
    LIMIT_MS,
  );
});
