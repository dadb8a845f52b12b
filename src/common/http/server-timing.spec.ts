import { TurnClock } from '../turn-clock';
import { toServerTiming } from './server-timing';

describe(toServerTiming.name, () => {
  let timeMs = 0;

  function clockAfter(elapsedMs: number): TurnClock {
    const clock = new TurnClock(() => timeMs);
    timeMs += elapsedMs;
    return clock;
  }

  it('should name what was measured, and call the rest its own', () => {
    const clock = clockAfter(100);
    clock.add('queue', 0.556);
    clock.add('auth', 0.1);
    clock.add('model', 90);
    clock.add('tools', 5.25);
    expect(toServerTiming(clock)).toBe('queue;dur=0.56, auth;dur=0.10, model;dur=90.00, tools;dur=5.25, own;dur=4.09');
  });

  it('should not name what was not measured', () => {
    expect(toServerTiming(clockAfter(3))).toBe('own;dur=3.00');
  });

  it('should have nothing of its own rather than less', () => {
    const clock = clockAfter(5);
    clock.add('tools', 4);
    clock.add('model', 4);
    expect(toServerTiming(clock)).toBe('tools;dur=4.00, model;dur=4.00, own;dur=0.00');
  });
});
