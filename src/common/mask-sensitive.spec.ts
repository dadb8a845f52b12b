import fc from 'fast-check';
import { maskDeep, maskSensitive } from './mask-sensitive';

/** Card numbers of every length, with their check digit computed as the standard says. */
const cardNumber = fc
  .array(fc.integer({ min: 0, max: 9 }), { minLength: 12, maxLength: 18 })
  .filter(([first]) => first !== 0)
  .map((digits) => {
    const sum = digits.toReversed().reduce((total, digit, index) => {
      const weighted = index % 2 === 0 ? digit * 2 : digit;
      return total + (weighted > 9 ? weighted - 9 : weighted);
    }, 0);
    return [...digits, (10 - (sum % 10)) % 10].join('');
  });

/** Pieces from which nasty log lines are made. */
const piece = fc.oneof(
  fc.stringMatching(/^\d{1,20}$/),
  fc.constantFrom(
    ' ',
    '  ',
    '-',
    '.',
    '+',
    '(',
    ')',
    '*',
    '_',
    'a',
    'ext',
    '$',
    ',',
    ':',
    'dollars',
    'req_',
    '\u00a0',
    '\n',
  ),
  fc.constantFrom('+1 (555) 123-4567', '4242 4242 4242 4242', '2024-01-15', '10.0.0.1', 'v1.2.3', '**67'),
  fc.uuid(),
  fc.string({ maxLength: 5 }),
);
const logLine = fc.array(piece, { maxLength: 20 }).map((pieces) => pieces.join(''));

describe(maskSensitive.name, () => {
  describe('when a text holds a card number', () => {
    it.each([
      ['4242424242424242', '************4242'],
      ['card 4242 4242 4242 4242, exp 12/29', 'card ************4242, exp 12/29'],
      ['4242-4242-4242-4242.', '************4242.'],
      ['4242.4242.4242.4242', '************4242'],
      ['3782 822463 10005', '***********0005'],
      ['4 2 4 2 4 2 4 2 4 2 4 2 4 2 4 2', '************4242'],
      ['123 4242 4242 4242 4242', '123 ************4242'],
      ['pan=4242424242424242&next=1', 'pan=************4242&next=1'],
      ['Visa4242424242424242', 'Visa************4242'],
      ['4242424242424242 4111111111111111', '************4242 ************1111'],
    ])('should leave its last four digits: %p', (text, masked) => {
      expect(maskSensitive(text)).toBe(masked);
    });

    it('should do so for any card number, in groups of any size', () => {
      fc.assert(
        fc.property(cardNumber, fc.constantFrom('', ' ', '-', '.'), (digits, separator) => {
          const written = digits.replace(/\d{4}(?=\d)/g, `$&${separator}`);
          expect(maskSensitive(`The card ${written}!`)).toBe(
            `The card ${'*'.repeat(digits.length - 4)}${digits.slice(-4)}!`,
          );
        }),
      );
    });

    it('should leave sixteen digits that fail the check', () => {
      expect(maskSensitive('order 4242424242424241')).toBe('order 4242424242424241');
    });
  });

  describe('when a text holds a telephone number', () => {
    it.each([
      ['+1234567890', '+********90'],
      ['[phone: +1234567890]', '[phone: +********90]'],
      ['+1 (555) 123-4567', '+* (***) ***-**67'],
      ['call 555-123-4567 now', 'call ***-***-**67 now'],
      ['(555) 123 4567', '(***) *** **67'],
      ['555.123.4567', '***.***.**67'],
      ['5551234567', '********67'],
      ['020 7946 0958', '*** **** **58'],
      ['01.42.68.53.00', '**.**.**.**00'],
      ['+44 20 7946 0958', '+** ** **** **58'],
      ['+1 5 5 5 1 2 3 4 5 6 7', '+* * * * * * * * *67'],
      ['{"phone_number":"+15551234567"}', '{"phone_number":"+*********67"}'],
      ['5551234567ext 9', '********67ext 9'],
      ['age 42 5551234567', 'age 42 ********67'],
    ])('should leave its last two digits: %p', (text, masked) => {
      expect(maskSensitive(text)).toBe(masked);
    });

    it('should do so for any number with a plus sign', () => {
      fc.assert(
        fc.property(fc.stringMatching(/^[1-9]\d{6,11}$/), (digits) => {
          expect(maskSensitive(`from +${digits} to us`)).toBe(
            `from +${'*'.repeat(digits.length - 2)}${digits.slice(-2)} to us`,
          );
        }),
      );
    });
  });

  describe('when digits mean something else', () => {
    it.each([
      '12345678-1234-4234-8234-123456789012',
      '01920000-1234-7123-8123-4242424242424242'.slice(0, 36),
      'req_12345678901234567890123456789012',
      'chatcmpl-4242424242424242',
      'chatcmpl-12345678-1234-4234-8234-123456789012',
      '9f86d081884c7d659a2feaa0c55ad015',
      '0x12345678901234',
      '2024-01-15T12:34:56.789Z',
      '2024-01-15 12:34:56+02:00',
      '2024-01-15',
      '192.168.100.200:8080',
      '1.13.16, 3.1164.0, 20.20.2 and v1.2.3-20240115120000',
      '$12,500.00',
      '$1250000',
      '12,500,000.00',
      '1250000 cents',
      '3.14159265358',
      '12-31-2024',
      '123456',
      'took 1234.5678 ms',
    ])('should leave %p', (text) => {
      expect(maskSensitive(text)).toBe(text);
    });

    it('should leave any UUID and any hexadecimal id', () => {
      fc.assert(
        fc.property(fc.uuid(), fc.stringMatching(/^[0-9a-f]{32}$/), (uuid, hex) => {
          const text = `action ${uuid} of req_${hex} at 10.0.0.1`;
          expect(maskSensitive(text)).toBe(text);
        }),
      );
    });
  });

  describe('when it is applied twice', () => {
    it('should change nothing more', () => {
      fc.assert(
        fc.property(logLine, (text) => {
          const once = maskSensitive(text);
          expect(maskSensitive(once)).toBe(once);
        }),
        { numRuns: 2_000 },
      );
    });
  });

  describe('when a text is very long', () => {
    it.each([
      ['4242 4242 4242 4242 ', '************4242 '],
      ['a_', 'a_'],
      ['+', '+'],
    ])('should mask all of %p repeated', (unit, masked) => {
      const times = 20_000;
      expect(maskSensitive(unit.repeat(times))).toBe(masked.repeat(times));
    });
  });
});

describe(maskDeep.name, () => {
  describe('when a value is nested', () => {
    it('should mask its strings and keep the rest', () => {
      const at = new Date('2024-01-15T12:34:56.789Z');
      expect(
        maskDeep({ a: ['+1234567890', 5551234567, null, undefined, true], b: { c: '4242424242424242', at } }),
      ).toEqual({
        a: ['+********90', 5551234567, null, undefined, true],
        b: { c: '************4242', at: '2024-01-15T12:34:56.789Z' },
      });
    });

    it('should not change what it was given', () => {
      const entry = { phone: '+1234567890' };
      maskDeep(entry);
      expect(entry).toEqual({ phone: '+1234567890' });
    });
  });

  describe('when a value is an error', () => {
    it('should keep name, message, stack, cause and own fields, masked', () => {
      const cause = new TypeError('no card 4242424242424242');
      const error = Object.assign(new Error('failed for +1234567890', { cause }), { code: 'card_missing' });
      const masked = maskDeep({ err: error });
      expect(masked).toMatchObject({
        err: {
          name: 'Error',
          message: 'failed for +********90',
          code: 'card_missing',
          cause: { name: 'TypeError', message: 'no card ************4242' },
        },
      });
      expect(JSON.stringify(masked)).toContain('mask-sensitive.spec');
      expect(JSON.stringify(masked)).not.toContain('1234567890');
    });

    it('should keep the errors of an aggregate', () => {
      expect(maskDeep(new AggregateError([new Error('+1234567890')], 'all failed'))).toMatchObject({
        message: 'all failed',
        errors: [{ message: '+********90' }],
      });
    });
  });

  describe('when a value has no end', () => {
    it('should stop at a reference back', () => {
      const entry: Record<string, unknown> = { name: 'loop' };
      entry.self = entry;
      const error = new Error('round');
      error.cause = error;
      expect(maskDeep(entry)).toEqual({ name: 'loop', self: '[circular]' });
      expect(maskDeep(error)).toMatchObject({ message: 'round', cause: '[circular]' });
    });

    it('should show an object twice that is only referred to twice', () => {
      const shared = { digits: '12' };
      expect(maskDeep([shared, shared])).toEqual([{ digits: '12' }, { digits: '12' }]);
    });

    it('should stop in the depth', () => {
      let nested: unknown = '+1234567890';
      for (let depth = 0; depth < 10_000; depth += 1) nested = { nested };
      expect(JSON.stringify(maskDeep(nested))).toMatch(/^(\{"nested":){1,10}"\[too deep\]"\}+$/);
    });

    it('should stop in the breadth', () => {
      const copied = maskDeep(Array.from({ length: 100_000 }, (_, index) => [index])) as readonly unknown[];
      expect(copied.length).toBeLessThanOrEqual(1_001);
      expect(copied.at(-1)).toBe('[more]');
    });

    it('should cut a long text without showing a part of a number', () => {
      const masked = maskDeep(`${'x'.repeat(19_992)} 4242424242424242 and more`) as string;
      expect(masked).toMatch(/^x+\[cut\]$/);
    });
  });

  describe('when a value is of a class of its own', () => {
    it('should name what it cannot copy, and survive what it cannot read', () => {
      const throwing = {
        get field(): string {
          throw new Error('no');
        },
      };
      expect(maskDeep({ buffer: new Uint8Array(2), map: new Map(), run: () => 1, throwing })).toEqual({
        buffer: '[Uint8Array]',
        map: '[Map]',
        run: '[function]',
        throwing: '[unreadable]',
      });
    });

    it('should keep a field named __proto__ as a field', () => {
      const parsed: unknown = JSON.parse('{"__proto__":{"phone":"+1234567890"}}');
      expect(JSON.stringify(maskDeep(parsed))).toBe('{"__proto__":{"phone":"+********90"}}');
    });
  });
});
