const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;

interface ModelCode {
  readonly call: number;
  readonly sentAt: number;
  ended: boolean;
}

/** The rules of passcodes for one number, in plain words and without a database, as an oracle for tests. */
export class PasscodeModel {
  private readonly codes: ModelCode[] = [];
  private readonly verifiedUntil = new Map<number, number>();
  private wrongTimes: number[] = [];
  private lockedUntil = 0;

  constructor(private readonly now: () => number) {}

  act(call: number, type: 'request' | 'right' | 'wrong'): string {
    return type === 'request' ? this.request(call) : this.check(call, type === 'right');
  }

  levelOf(call: number): string {
    return (this.verifiedUntil.get(call) ?? 0) > this.now() ? 'verified' : 'asserted';
  }

  private request(call: number): string {
    if (this.lockedUntil > this.now()) return 'locked';
    const recent = this.codes.filter(({ sentAt }) => this.age(sentAt) < 15 * MINUTE_MS);
    const tooSoon = recent.some(({ sentAt }) => this.age(sentAt) < 20 * SECOND_MS);
    if (tooSoon || recent.length >= 3) return 'resend_limited';
    for (const code of this.codes) if (code.call === call) code.ended = true;
    this.codes.push({ call, sentAt: this.now(), ended: false });
    return 'sent';
  }

  private check(call: number, isRight: boolean): string {
    const code = this.codes.findLast((candidate) => candidate.call === call);
    if (code === undefined || code.ended || this.age(code.sentAt) >= 35 * MINUTE_MS) return 'none';
    if (this.lockedUntil > this.now()) return 'locked';
    if (this.age(code.sentAt) >= 5 * MINUTE_MS) return 'expired';
    if (isRight) {
      code.ended = true;
      this.verifiedUntil.set(call, this.now() + 30 * MINUTE_MS);
      return 'verified';
    }
    this.wrongTimes = [...this.wrongTimes.filter((time) => this.age(time) < 30 * MINUTE_MS), this.now()];
    if (this.wrongTimes.length < 5) return 'wrong';
    this.wrongTimes = [];
    this.lockedUntil = this.now() + 30 * MINUTE_MS;
    return 'locked';
  }

  private age(time: number): number {
    return this.now() - time;
  }
}
