import {
  type CardCommand,
  CardSystem,
  type CardSystemHealth,
  type DeliveryOutcome,
} from '../../src/credit-card/card-system/card-system';
import { type CardState } from '../../src/credit-card/credit-card.types';

/** Really sends, and then stands still until `release`: as a process that was stopped before it could note the reply. */
export class StoppedCardSystem extends CardSystem {
  readonly kind = 'http';
  /** Commands that the bank has answered. */
  answered = 0;
  private readonly gate: Promise<void>;
  private open: () => void = () => undefined;

  constructor(private readonly real: CardSystem) {
    super();
    this.gate = new Promise((resolve) => {
      this.open = resolve;
    });
  }

  async deliver(command: CardCommand): Promise<DeliveryOutcome> {
    const outcome = await this.real.deliver(command);
    this.answered += 1;
    await this.gate;
    return outcome;
  }

  release(): void {
    this.open();
  }

  readState(cardId: string): Promise<CardState | undefined> {
    return this.real.readState(cardId);
  }

  checkHealth(): Promise<CardSystemHealth> {
    return this.real.checkHealth();
  }

  close(): void {
    this.real.close();
  }
}
