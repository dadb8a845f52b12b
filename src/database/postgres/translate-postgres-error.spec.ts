import { DatabaseError } from '../database-error';
import { leavesConnectionUsable, translatePostgresError } from './translate-postgres-error';

function createError(code: string | undefined, message = 'failed'): Error {
  return Object.assign(new Error(message), code === undefined ? {} : { code });
}

describe(translatePostgresError.name, () => {
  it.each([
    ['the statement timeout', '57014', true],
    ['a server that shuts down', '57P01', false],
    ['too many connections', '53300', true],
    ['a connection failure', '08006', false],
    ['a deadlock', '40P01', true],
    ['an idle transaction that was ended', '25P03', false],
    ['a server or session that takes no writes', '25006', false],
    ['a refused connection', 'ECONNREFUSED', false],
    ['a broken pipe, whose code looks like an SQL state', 'EPIPE', false],
    ['a timer of the client', undefined, false],
  ])('should wrap %s and know whether the connection survives', (_name, code, usable) => {
    const cause = createError(code);
    const translated = translatePostgresError(cause);
    expect(translated).toBeInstanceOf(DatabaseError);
    expect(translated).toMatchObject({ code: 'database_unavailable', cause });
    expect(leavesConnectionUsable(cause)).toBe(usable);
  });

  it.each(['23505', '23503', '42601', '42P01', 'P0001', '22021'])('should leave the bug %s as it is', (code) => {
    const error = createError(code);
    expect(translatePostgresError(error)).toBe(error);
    expect(leavesConnectionUsable(error)).toBe(true);
  });

  it('should name the code of an error without a message', () => {
    expect(translatePostgresError(createError('ECONNREFUSED', ''))).toMatchObject({
      message: 'PostgreSQL failed: ECONNREFUSED',
    });
  });
});
