import { Bell } from './bell';

/** Where callers wait for what this instance may soon know of their action. */
export class WaitingRoom {
  private readonly bells = new Map<string, Set<Bell>>();

  /** @param work is given a bell that rings with news of the action, also when it came while nobody slept. */
  async waitFor<T>(actionId: string, work: (bell: Bell) => Promise<T>): Promise<T> {
    const bell = new Bell();
    const others = this.bells.get(actionId) ?? new Set();
    this.bells.set(actionId, others.add(bell));
    try {
      return await work(bell);
    } finally {
      others.delete(bell);
      if (others.size === 0 && this.bells.get(actionId) === others) this.bells.delete(actionId);
    }
  }

  ring(actionId: string): void {
    for (const bell of this.bells.get(actionId) ?? []) bell.ring();
  }

  ringAll(): void {
    for (const actionId of this.bells.keys()) this.ring(actionId);
  }
}
