import { type AgentEvent } from '../../agent/agent-event';
import { TurnReplacedError, TurnRun } from './turn-run';

const say = (text: string): AgentEvent => ({ type: 'text-delta', text });

/** An answer that goes on when the test says so. */
class SteppedAnswer {
  signal: AbortSignal | undefined;
  private readonly steps: (() => void)[] = [];
  private readonly waiting: Promise<void>[] = [];

  constructor(private readonly words: readonly string[]) {
    words.forEach(() => this.waiting.push(new Promise((resolve) => this.steps.push(resolve))));
  }

  readonly run = async function* (this: SteppedAnswer, signal: AbortSignal): AsyncGenerator<AgentEvent> {
    this.signal = signal;
    const aborted = new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => {
        reject(new Error('aborted'));
      });
    });
    for (const [index, word] of this.words.entries()) {
      await Promise.race([this.waiting[index], aborted]);
      yield say(word);
    }
  }.bind(this);

  step(): void {
    this.steps.shift()?.();
  }
}

async function hear(events: AsyncIterable<AgentEvent>): Promise<string> {
  let text = '';
  for await (const event of events) if (event.type === 'text-delta') text += event.text;
  return text;
}

describe(TurnRun.name, () => {
  const never = new AbortController().signal;

  it('should be heard by all from its beginning, whenever they come', async () => {
    const answer = new SteppedAnswer(['a', 'b', 'c']);
    const run = new TurnRun(answer.run);
    const first = hear(run.listen(never));
    answer.step();
    await Promise.resolve();
    const second = hear(run.listen(never));
    answer.step();
    answer.step();
    expect(await Promise.all([first, second])).toEqual(['abc', 'abc']);
    expect(await hear(run.listen(never))).toBe('abc');
    expect(run.isUsable).toBe(true);
  });

  it('should end when the last of its listeners has hung up, and not before', async () => {
    const answer = new SteppedAnswer(['a', 'b']);
    const run = new TurnRun(answer.run);
    const hangUps = [new AbortController(), new AbortController()];
    const hearings = hangUps.map(({ signal }) => hear(run.listen(signal)));
    answer.step();
    await Promise.resolve();
    hangUps[0]?.abort();
    expect(answer.signal?.aborted).toBe(false);
    hangUps[1]?.abort();
    expect(answer.signal?.aborted).toBe(true);
    expect(run.isUsable).toBe(false);
    for (const hearing of hearings) await expect(hearing).rejects.toThrow('aborted');
  });

  it('should end when its only listener stops listening', async () => {
    const answer = new SteppedAnswer(['a', 'b']);
    const run = new TurnRun(answer.run);
    const events = run.listen(never);
    answer.step();
    await events.next();
    await events.return(undefined);
    expect(answer.signal?.aborted).toBe(true);
  });

  it('should not go on for one who has hung up before listening', async () => {
    const answer = new SteppedAnswer(['a']);
    const hearing = hear(new TurnRun(answer.run).listen(AbortSignal.abort()));
    await expect(hearing).rejects.toThrow('aborted');
  });

  it('should tell its listeners that it was replaced', async () => {
    const answer = new SteppedAnswer(['a', 'b']);
    const run = new TurnRun(answer.run);
    const hearing = hear(run.listen(never));
    answer.step();
    run.replace();
    await expect(hearing).rejects.toThrow(TurnReplacedError);
    expect(run.isUsable).toBe(false);
  });

  it('should fail for all when the answer fails, and be of no use then', async () => {
    const run = new TurnRun(async function* () {
      await Promise.resolve();
      yield say('a');
      throw new Error('broken');
    });
    const hearings = [hear(run.listen(never)), hear(run.listen(never))];
    for (const hearing of hearings) await expect(hearing).rejects.toThrow('broken');
    expect(run.isUsable).toBe(false);
  });
});
