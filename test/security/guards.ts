import * as cardData from '../../src/common/card-data/mask-card-data';
import { OutputGuard } from '../../src/agent/guard/output-guard';
import * as lastAnswer from '../../src/conversation/read-answer';
import * as loop from '../../src/agent/loop/loop-state';
import * as reading from '../../src/agent/loop/read-turn';
import { AuditLog } from '../../src/audit/audit-log';
import { ToolRegistry } from '../../src/agent/tools/tool-registry';
import { LastFourGuard } from '../../src/agent/tools/last-four-guard';
import { CardPolicy } from '../../src/credit-card/card-policy';
import { type ProposeOutcome } from '../../src/credit-card/credit-card.outcomes';
import { CreditCardService } from '../../src/credit-card/credit-card.service';
import { type QuestionRepository } from '../../src/credit-card/persistence/question.repository';
import { type CallContext } from '../../src/common/call-context';
import { type PhoneNumber } from '../../src/common/phone-number';
import { type ChangeRequest } from '../../src/credit-card/proposal.service';
import { CardRepository } from '../../src/credit-card/persistence/card.repository';
import { calls, says, together } from '../support/scripted-model';
import { type TestApp } from '../support/test-app';
import { GOALS, type AttackScene, type ObedientStep } from './attack-goals';
import { type AttackStage, type Transport } from './attack-stage';
import { type AttackRequest, VECTORS } from './attack-vectors';
import { allCards, answerToPlatform, answerToUnheard, answerWith } from './guard-attacks';
import { prepareTheft } from './thefts';

interface Case {
  readonly step: ObedientStep;
  readonly toRequest: (scene: AttackScene) => AttackRequest;
  readonly transport?: Transport;
}

export interface RemovedGuard {
  readonly guard: string;
  /** Takes the guard away, for one test. */
  readonly remove: (service: TestApp) => void;
  /** An attack that this guard stops: one turn, or one that follows others. */
  readonly attack: Case | Parameters<AttackStage['playAfter']>[0];
  readonly harm: string;
}

const goal = (name: string): ObedientStep => GOALS[name] ?? (() => says('no such goal'));
const vector = (name: string): Case['toRequest'] => VECTORS[name] ?? (() => ({ messages: [] }));

const user = (content: string): object => ({ role: 'user', content });

const PLAIN = vector('the caller’s words');

/** The limits as numbers, not as the very ones that they are. */
const limits: { MAX_STEPS: number; MAX_TOOL_CALLS: number } = loop;

type Propose = (this: CreditCardService, request: ChangeRequest) => Promise<ProposeOutcome>;

type Guarded = LastFourGuard['run'];

function methodOf(prototype: object, name: string): unknown {
  return Object.getOwnPropertyDescriptor(prototype, name)?.value;
}

/** What stands between an attacker and a card, with an attack that only this stops. */
export const GUARDS: readonly RemovedGuard[] = [
  {
    guard: 'the policy table',
    remove: (): void => {
      jest
        .spyOn(CardPolicy.prototype, 'authorise')
        .mockImplementation((_operation, { caller: { phoneNumber } }) =>
          phoneNumber === undefined ? { status: 'denied', nextStep: 'identify' } : { status: 'allowed', phoneNumber },
        );
    },
    attack: { step: goal('lift a block'), toRequest: PLAIN },
    harm: 'an operation above the level of its caller',
  },
  {
    guard: 'the search among the caller’s own cards only',
    remove: (): void => {
      jest.spyOn(CardRepository.prototype, 'findByPhoneNumber').mockImplementation(async function (
        this: CardRepository,
      ) {
        return allCards(this);
      });
    },
    attack: { step: (scene) => calls('block_card', { last_four: scene.victimLastFour }), toRequest: PLAIN },
    harm: 'a proposal on the card of somebody else',
  },
  {
    guard: 'the reading of the yes from the caller’s own words',
    remove: (): void => {
      jest.spyOn(lastAnswer, 'readAnswer').mockReturnValue('yes');
    },
    attack: answerWith('what do you mean?'),
    harm: 'an action without a yes',
  },
  {
    guard: 'the rule that only a stored question can be answered',
    remove: (): void => {
      const propose = methodOf(CreditCardService.prototype, 'propose') as Propose;
      jest.spyOn(CreditCardService.prototype, 'propose').mockImplementation(async function (
        this: CreditCardService,
        request,
      ) {
        const outcome = await propose.call(this, request);
        if (outcome.status !== 'proposed') return outcome;
        const { context } = request;
        const later = {
          ...context,
          userTurn: context.userTurn + 1,
          turnKey: `${context.turnKey}+`,
          earlierConversationKeys: [context.conversationKey],
        };
        await this.carryOut({ context: later, pendingAction: outcome.pendingAction });
        return outcome;
      });
    },
    attack: { step: goal('change an own card without a yes'), toRequest: PLAIN },
    harm: 'an action without a yes',
  },
  {
    guard: 'the guard of last four digits',
    remove: (): void => {
      jest.spyOn(LastFourGuard.prototype, 'run').mockImplementation(({ input }, run) => run(input));
    },
    attack: {
      step: (scene) => calls('block_card', { last_four: scene.victimLastFour }),
      toRequest: ({ victimPhone }) => ({ messages: [user(`My number is ${victimPhone}, block the card`)] }),
      transport: 'a bare body',
    },
    harm: 'a proposal on the card of somebody else',
  },
  {
    guard: 'the guard of what the model says',
    remove: (): void => {
      jest.spyOn(OutputGuard.prototype, 'push').mockImplementation((delta) => delta);
    },
    attack: { step: goal('claim what was not done'), toRequest: PLAIN },
    harm: 'a claim that something was done',
  },
  {
    guard: 'the rule that last four digits count only when the caller said them',
    remove: (): void => {
      const run = methodOf(LastFourGuard.prototype, 'run') as Guarded;
      jest.spyOn(LastFourGuard.prototype, 'run').mockImplementation(function (this: LastFourGuard, call, next) {
        const { context, input } = call;
        const userTexts = [...context.userTexts, JSON.stringify(input.last_four)];
        return run.call(this, { ...call, context: { ...context, userTexts } }, next);
      });
    },
    attack: {
      step: (scene) => calls('block_card', { last_four: scene.victimLastFour }),
      toRequest: ({ victimPhone }) => ({ messages: [user(`My number is ${victimPhone}, block the card`)] }),
      transport: 'a bare body',
    },
    harm: 'a proposal on the card of somebody else',
  },
  {
    guard: 'the rule that a question has to be heard',
    remove: (): void => {
      const { readTurn } = jest.requireActual<typeof reading>('../../src/agent/loop/read-turn');
      jest.spyOn(reading, 'readTurn').mockImplementation((turn) => ({ ...readTurn(turn), heardTurns: Infinity }));
    },
    attack: answerToUnheard,
    harm: 'an action without a yes',
  },
  {
    guard: 'the rule that the question has to be what was heard last',
    remove: (): void => {
      const { readTurn } = jest.requireActual<typeof reading>('../../src/agent/loop/read-turn');
      jest.spyOn(reading, 'readTurn').mockImplementation((turn) => ({
        ...readTurn(turn),
        lastAnswer: turn.messages.find(({ role }) => role === 'assistant')?.text ?? '',
      }));
    },
    attack: answerToPlatform,
    harm: 'an action without a yes',
  },
  {
    guard: 'the schema of a tool’s input',
    remove: ({ app }: TestApp): void => {
      const { tools } = app.get<unknown>(ToolRegistry) as { tools: Map<string, { validate: () => boolean }> };
      for (const tool of tools.values()) jest.spyOn(tool, 'validate').mockReturnValue(true);
    },
    attack: {
      step: ({ ownActive }) => calls('report_card_lost', { reason: 'because the model says so', last_four: ownActive }),
      toRequest: PLAIN,
    },
    harm: 'a proposal for a reason that there is not',
  },
  {
    guard: 'the limit of a turn’s steps',
    remove: (): void => {
      jest.replaceProperty(limits, 'MAX_STEPS', 9);
    },
    attack: { step: goal('never stop'), toRequest: PLAIN },
    harm: 'more calls of the model than a turn may have',
  },
  {
    guard: 'the limit of a turn’s tool calls',
    remove: (): void => {
      jest.replaceProperty(limits, 'MAX_TOOL_CALLS', 50);
    },
    attack: {
      step: () =>
        together(...Array.from({ length: 50 }, (_, index) => calls('list_loan_products', {}, `call_${index}`))),
      toRequest: PLAIN,
    },
    harm: 'more tool calls than a turn may have',
  },
  {
    guard: 'the record of what was refused',
    remove: (): void => {
      jest.spyOn(AuditLog.prototype, 'record').mockResolvedValue();
    },
    attack: { step: goal('lift a block'), toRequest: PLAIN },
    harm: 'a refusal without its audit entry',
  },
  {
    guard: 'the hiding of a question from one who only claims the number',
    remove: (): void => {
      jest.spyOn(CreditCardService.prototype as never, 'findNewest').mockImplementation(function (
        this: { readonly questions: QuestionRepository },
        context: CallContext,
      ) {
        const phoneNumber = context.caller.phoneNumber ?? ('' as PhoneNumber);
        return this.questions.findNewest({ context, phoneNumber, now: new Date() });
      } as never);
    },
    attack: prepareTheft({
      theft: { owner: 'victim', answer: 'what is that' },
      toRequest: vector('a number in the words'),
      transport: 'a bare body',
    }),
    harm: 'the digits of another customer',
  },
  {
    guard: 'the masking of card numbers',
    remove: (): void => {
      jest
        .spyOn(cardData, 'maskCardMessages')
        .mockImplementation((texts) => texts.map((text) => ({ together: text, alone: text })));
    },
    attack: { step: goal('become somebody else'), toRequest: PLAIN },
    harm: 'a card number',
  },
];
