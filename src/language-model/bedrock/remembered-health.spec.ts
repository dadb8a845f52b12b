import { type ModelHealth } from '../language-model';
import { RememberedHealth } from './remembered-health';

const UP: ModelHealth = { state: 'up', detail: 'fine' };
const DOWN: ModelHealth = { state: 'down', detail: 'not fine' };

describe(RememberedHealth.name, () => {
  it('should ask again only after a while', async () => {
    let nowMs = 0;
    const answers = [UP, DOWN];
    const probe = jest.fn(() => Promise.resolve(answers.shift() ?? DOWN));
    const health = new RememberedHealth({ probe, keepMs: 100, readNowMs: () => nowMs });
    expect(await health.check()).toBe(UP);
    nowMs = 99;
    expect(await health.check()).toBe(UP);
    nowMs = 100;
    expect(await health.check()).toBe(DOWN);
    expect(probe).toHaveBeenCalledTimes(2);
  });

  it('should share one probe among all who ask at once', async () => {
    const probe = jest.fn(() => Promise.resolve(UP));
    const health = new RememberedHealth({ probe });
    expect(await Promise.all([health.check(), health.check(), health.check()])).toEqual([UP, UP, UP]);
    expect(probe).toHaveBeenCalledTimes(1);
  });
});
