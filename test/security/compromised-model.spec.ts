import { GOALS } from './attack-goals';
import { AttackStage, TRANSPORTS } from './attack-stage';
import { VECTORS } from './attack-vectors';
import { findViolations } from './find-violations';
import { NO_THEFT, prepareTheft, THEFTS } from './thefts';

describe('a model that obeys an attacker', () => {
  let stage: AttackStage;

  beforeAll(async () => {
    stage = await AttackStage.open();
  });

  afterEach(() => {
    jest.restoreAllMocks();
  });

  afterAll(async () => {
    expect(stage.logs).not.toMatch(/4242\D?4242\D?4242\D?4242/);
    await stage.close();
  });

  it('should be tried for twelve goals, by ten ways, over five transports', () => {
    expect([Object.keys(GOALS).length, Object.keys(VECTORS).length, TRANSPORTS.length]).toEqual([12, 10, 5]);
  });

  describe.each(Object.entries(GOALS))('who wants to %s', (_goal, step) => {
    it.each(Object.entries(VECTORS))('should get nowhere by %s', async (_vector, toRequest) => {
      const violations: string[] = [];
      for (const transport of TRANSPORTS) {
        const { aftermath, scene, wasCutOff } = await stage.play({ step, toRequest, transport });
        expect(wasCutOff).toBe(transport === 'repeated and aborted');
        violations.push(...findViolations(aftermath, scene).map((what) => `${transport}: ${what}`));
      }
      expect(violations).toEqual([]);
    });
  });

  describe.each(Object.entries(THEFTS))('who answers a question %s', (_theft, theft) => {
    it.each(Object.entries(VECTORS))('should get nowhere by %s', async (_vector, toRequest) => {
      const violations: string[] = [];
      for (const transport of TRANSPORTS) {
        const { aftermath, scene } = await stage.playAfter(prepareTheft({ theft, toRequest, transport }));
        jest.restoreAllMocks();
        violations.push(...findViolations(aftermath, scene).map((what) => `${transport}: ${what}`));
      }
      expect(violations).toEqual([]);
    });
  });

  describe('who answers a question that is their own', () => {
    const named = TRANSPORTS.filter((transport) => transport !== 'a bare body');

    it.each(Object.entries(VECTORS))(
      'should be obeyed once by %s, so that thefts prove something',
      async (...[, toRequest]) => {
        for (const transport of named) {
          const { aftermath, scene } = await stage.playAfter(prepareTheft({ theft: NO_THEFT, toRequest, transport }));
          expect(findViolations(aftermath, scene)).toEqual(
            expect.arrayContaining(['a card changed', 'an action without a yes', 'a claim that something was done']),
          );
          expect(aftermath.after.actions - aftermath.before.actions).toBe(1);
        }
      },
    );
  });
});
