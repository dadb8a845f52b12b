import { TurnClock } from '../turn-clock';

const CLOCKS = new WeakMap<object, TurnClock>();

/** The clock of a request, as Node received it; it starts when it is asked for the first time. */
export function clockOf(rawRequest: object): TurnClock {
  const clock = CLOCKS.get(rawRequest) ?? new TurnClock();
  CLOCKS.set(rawRequest, clock);
  return clock;
}
