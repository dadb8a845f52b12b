import { sql } from 'kysely';
import { describeOnEachEngine, type TestStore } from '../support/database';
import { getBuiltService } from './build-service';
import { hangUps, killAt, killAtRandom, type Report, speculativeTurns, type Stage, stormOfCopies } from './scenarios';
import { FAIL_POINTS } from './service-process';

afterAll(() => {
  getBuiltService().remove();
});

/** The short form of `npm run test:faults`, which repeats all of this many times more. */
describeOnEachEngine('The built service under faults', (createStore) => {
  let store: TestStore;
  let stage: Stage;

  beforeAll(async () => {
    store = await createStore();
    stage = { root: getBuiltService().root, store, database: await store.open() };
  }, 120_000);

  afterAll(() => store.remove());

  function expectSound({ violations, actions }: Report, expectedActions: number): void {
    expect(violations).toEqual([]);
    expect(actions).toBe(expectedActions);
  }

  it.each(FAIL_POINTS)(
    'should act once for each yes when it is killed at %s',
    async (point) => {
      const report = await killAt(stage, point);
      expect(report.kills).toBe(1);
      expectSound(report, 5);
    },
    60_000,
  );

  it('should act once for each yes when it is killed at random', async () => {
    const report = await killAtRandom(stage, 3);
    expect(report.kills).toBeGreaterThanOrEqual(3);
    expect(report.violations).toEqual([]);
    expect(report.actions).toBeGreaterThan(0);
  }, 120_000);

  it('should act once for five copies of a yes over two processes', async () => {
    expectSound(await stormOfCopies(stage, 25), 25);
  }, 120_000);

  it('should act once for a yes that is cut off at any moment and said again', async () => {
    expectSound(await hangUps(stage, 50), 50);
  }, 120_000);

  it('should not act on a yes that turns into a no', async () => {
    expectSound(await speculativeTurns(stage, 10), 0);
  }, 120_000);

  describe('when a guard is taken away', () => {
    it.each([
      ['answer_before_commit', /was said to be blocked and is not/],
      ['act_without_audit', /with 0 audit entries/],
    ])(
      'should be caught: %s',
      async (control, violation) => {
        const { violations } = await stormOfCopies({ ...stage, environment: { FAULT_CONTROL: control } }, 2);
        expect(violations.join('\n')).toMatch(violation);
      },
      60_000,
    );

    it('should be caught when a yes is consumed again and again', async () => {
      const environment = { FAULT_CONTROL: 'consume_again_and_again' };
      // The embedded engine cannot drop a unique column; there it is new proposals that act again.
      if (stage.store.engine === 'postgres') {
        await sql`alter table card_action drop constraint card_action_pending_action_id_key`.execute(
          stage.database.queries,
        );
      }
      const { violations } = await stormOfCopies({ ...stage, environment }, 2);
      expect(violations.join('\n')).toMatch(/twice for one proposal|is blocked by \d+ actions/);
    }, 60_000);
  });
});
