import { type Database } from '../../src/database/database';
import { type ToolResult } from '../../src/agent/tools/tool';
import { StepUp } from '../../src/agent/tools/step-up';
import { ToolRegistry } from '../../src/agent/tools/tool-registry';
import { LastFourGuard } from '../../src/agent/tools/last-four-guard';
import { TransferToHumanTool } from '../../src/agent/tools/transfer-to-human.tool';
import { TestConversation } from '../factories/card-context.factory';
import { createCardService } from '../factories/card-service.factory';
import { createIdentityService } from '../factories/identity-service.factory';
import { describeOnEachEngine, type TestStore } from '../support/database';

describeOnEachEngine('Operations that concern no card', (createStore) => {
  let store: TestStore;
  let database: Database;

  beforeAll(async () => {
    store = await createStore();
    database = await store.open();
  });

  afterAll(() => store.remove());

  it('should be denied as the policy says, with the next step and an audit entry', async () => {
    const creditCards = createCardService(database, {
      policyOverrides: { transfer_to_human: { level: 'verified', orClaimedWithLastFour: false } },
    });
    const { service: identity } = createIdentityService(database);
    const stepUp = new StepUp(creditCards, identity);
    const tool = new TransferToHumanTool(creditCards);
    const tools = new ToolRegistry([tool], stepUp, new LastFourGuard(identity, creditCards));
    const call = { id: 'call_1', name: tool.definition.name, inputJson: JSON.stringify({ reason: 'angry' }) };
    const card = new TestConversation(undefined, 'unknown').turn(1);
    const result: ToolResult = await tools.run(call, { card, userTexts: [] });
    expect(result).toMatchObject({ status: 'denied', output: { next_step: 'identify' } });
    const entries = await database.queries
      .selectFrom('audit_entry')
      .select(['event', 'decision', 'reason', 'request_id'])
      .execute();
    expect(entries).toEqual([
      { event: 'transfer-to-human-reading', decision: 'denied', reason: 'identify', request_id: card.requestId },
    ]);
  });
});
