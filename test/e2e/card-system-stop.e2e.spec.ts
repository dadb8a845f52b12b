import { BANK_TOKEN, FakeBank } from '../support/fake-bank/fake-bank';
import { startTestApp } from '../support/test-app';
import { waitUntil } from '../support/wait-until';

const BLOCK = { role: 'user', content: 'Block my credit card [phone: +1234567890]' };

// The only test of its file, since lines that belong to no request go to the log of a process's first application.
describe("the stop of a service with the bank's own card system", () => {
  it('should wait for the delivery under way, and close the database after it', async () => {
    const bank = await new FakeBank().start();
    bank.fallSilent();
    const service = await startTestApp({ CARD_SYSTEM_URL: bank.url, CARD_SYSTEM_TOKEN: BANK_TOKEN });
    const ask = async (messages: readonly object[]): Promise<string> => {
      const response = await service.post('/v1/chat/completions', { messages });
      const completion = (await response.json()) as { choices: { message: { content: string } }[] };
      return completion.choices[0]?.message.content ?? '';
    };
    const question = await ask([BLOCK]);
    const answer = await ask([BLOCK, { role: 'assistant', content: question }, { role: 'user', content: 'yes' }]);
    expect(answer).toMatch(/registered/);
    await waitUntil(() => bank.received > 0);
    await service.close();
    expect(service.logs()).toContain('A delivery failed and is tried again');
    expect(service.logs()).not.toContain('The outbox could not be read or written');
    await bank.stop();
  });
});
