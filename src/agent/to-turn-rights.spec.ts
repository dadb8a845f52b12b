import { type Access } from '../common/access';
import { toTurnRights } from './to-turn-rights';

const VOICE: Access = { keyId: 'voice', tenant: 'acme', scopes: ['chat', 'assert_caller'] };
const ownerOf = (access: Access): string => toTurnRights(access).conversationOwner;

describe(toTurnRights.name, () => {
  it('should let a turn assert its caller under that scope alone', () => {
    expect(toTurnRights(VOICE)).toMatchObject({ mayAssertCaller: true, actor: 'caller' });
    expect(toTurnRights({ ...VOICE, scopes: ['chat', 'cards:write', 'vapi', 'admin'] }).mayAssertCaller).toBe(false);
  });

  it('should keep apart the conversations of tenants, and those of keys that may assert and may not', () => {
    const owners = [VOICE, { ...VOICE, tenant: 'other' }, { ...VOICE, scopes: ['chat'] } as const].map(ownerOf);
    expect(new Set(owners).size).toBe(owners.length);
  });

  it('should let a conversation go on under the next key of the same tenant', () => {
    expect(ownerOf({ ...VOICE, keyId: 'voice-2' })).toBe(ownerOf(VOICE));
  });
});
