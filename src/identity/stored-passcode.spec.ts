import { type CallContext } from '../common/call-context';
import { type PasscodeState, readPasscodeState, type StoredPasscode } from './stored-passcode';

const NOW = new Date('2026-11-24T09:00:00.000Z');
const TURN = 3;
const CONTEXT: CallContext = {
  caller: { level: 'unknown' },
  actor: 'caller',
  conversationKey: 'call/3',
  earlierConversationKeys: ['call/2', 'call/1'],
  userTurn: TURN,
  turnKey: 'call/3',
  requestId: 'request',
};

function minutesFromNow(minutes: number): Date {
  return new Date(NOW.getTime() + minutes * 60_000);
}

describe(readPasscodeState.name, () => {
  const fresh = { ended: false, usedInTurn: undefined, expiresAt: minutesFromNow(1), answer: undefined };
  const wrongJustNow = { outcome: 'wrong', triesLeft: 4, answeredAt: NOW } as const;
  const rightLongAgo = { outcome: 'verified', answeredAt: minutesFromNow(-30) } as const;

  it.each<[string, Partial<StoredPasscode>, PasscodeState]>([
    ['waits', {}, 'open'],
    ['has just expired', { expiresAt: NOW }, 'expired'],
    ['was replaced', { ended: true }, 'ended'],
    ['was used in another turn', { ended: true, usedInTurn: 2 }, 'ended'],
    ['was used in this turn, in other words', { ended: true, usedInTurn: TURN }, 'open'],
    ['was used in this turn and has expired', { ended: true, usedInTurn: TURN, expiresAt: NOW }, 'expired'],
    ['was answered by this very turn', { answer: wrongJustNow }, 'answered'],
    ['was answered by it and replaced since', { ended: true, answer: wrongJustNow }, 'answered'],
    ['was answered by it and has expired since', { expiresAt: NOW, answer: wrongJustNow }, 'answered'],
    [
      'was answered in the same words half an hour ago',
      { ended: true, usedInTurn: TURN, expiresAt: minutesFromNow(-26), answer: rightLongAgo },
      'expired',
    ],
  ])('should know a code that %s', (_what, fields, state) => {
    const passcode = { id: 'id', codeHash: 'hash', customerId: undefined, resume: undefined, ...fresh, ...fields };
    expect(readPasscodeState(passcode, { context: CONTEXT, now: NOW })).toBe(state);
  });
});
