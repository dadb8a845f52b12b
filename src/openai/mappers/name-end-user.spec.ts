import { nameEndUser } from './name-end-user';

const ACME = { tenant: 'acme' };

describe(nameEndUser.name, () => {
  it('should name the same id of a tenant alike, and no other', () => {
    const name = nameEndUser({ safety_identifier: 'caller-7f3a' }, ACME);
    expect(name).toMatch(/^[\w-]{22}$/);
    expect(nameEndUser({ user: ' caller-7f3a ' }, ACME)).toBe(name);
    expect(nameEndUser({ user: 'caller-7f3b' }, ACME)).not.toBe(name);
    expect(nameEndUser({ user: 'caller-7f3a' }, { tenant: 'other' })).not.toBe(name);
  });

  it('should prefer the newer parameter', () => {
    const name = nameEndUser({ safety_identifier: 'a' }, ACME);
    expect(nameEndUser({ safety_identifier: 'a', user: 'b' }, ACME)).toBe(name);
  });

  it.each([
    {},
    { user: null, safety_identifier: null },
    { user: ' ' },
    { user: '+12025550143' },
    { user: 'tel 202 555 0143' },
  ])('should name nobody by %j', (body) => {
    expect(nameEndUser(body, ACME)).toBeUndefined();
  });
});
