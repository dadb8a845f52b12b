import { IdGenerator } from '../common/id-generator';
import { readConfig } from '../config/read-config';
import { PasscodeMaker } from './passcode-maker';

function createMaker(secret = ''): PasscodeMaker {
  return new PasscodeMaker(readConfig({ PASSCODE_SECRET: secret }), new IdGenerator());
}

const SECRET = 'an example of thirty-two letters';
const OTHER_SECRET = 'another one of thirty-two letters';

describe(PasscodeMaker.name, () => {
  it('should make six digits each time, with leading zeros too', () => {
    const maker = createMaker();
    const codes = Array.from({ length: 2_000 }, () => maker.make().code);
    expect(codes.filter((code) => !/^\d{6}$/.test(code))).toEqual([]);
    expect(new Set(codes.map((code) => code[0])).size).toBe(10);
    expect(new Set(codes).size).toBeGreaterThan(1_900);
  });

  it('should recognise its code and no other', () => {
    const maker = createMaker();
    const passcode = maker.make();
    expect(maker.matches(passcode, passcode.code)).toBe(true);
    const number = Number(passcode.code);
    for (const other of ['', passcode.code.slice(1), `${passcode.code} `, `0${passcode.code}`, '٠٠٠٠٠٠']) {
      expect(maker.matches(passcode, other)).toBe(false);
    }
    for (let distance = 1; distance < 1_000; distance += 1) {
      const other = String((number + distance) % 1_000_000).padStart(6, '0');
      expect(maker.matches(passcode, other)).toBe(false);
    }
  });

  it('should give the same code another hash each time', () => {
    const maker = createMaker(SECRET);
    expect(maker.digest('passcode', 'one', '123456')).not.toBe(maker.digest('passcode', 'two', '123456'));
    expect(maker.digest('passcode', 'one', '123456')).not.toBe(maker.digest('other', 'one', '123456'));
    expect(maker.digest('a', 'bc')).not.toBe(maker.digest('ab', 'c'));
  });

  it('should be understood by another instance with the same secret only', () => {
    const passcode = createMaker(SECRET).make();
    expect(createMaker(SECRET).matches(passcode, passcode.code)).toBe(true);
    expect(createMaker(OTHER_SECRET).matches(passcode, passcode.code)).toBe(false);
  });

  it('should make a secret of its own when it is given none', () => {
    const passcode = createMaker().make();
    expect(createMaker().matches(passcode, passcode.code)).toBe(false);
  });

  it('should take a stored hash of another length for a wrong one', () => {
    const { id, code } = createMaker().make();
    expect(createMaker().matches({ id, codeHash: 'short' }, code)).toBe(false);
  });
});
