import { parsePhoneNumber } from '../../common/phone-number';
import { buildSystemPrompt } from './build-system-prompt';

const phoneNumber = parsePhoneNumber('+1234567890') ?? fail();

function fail(): never {
  throw new Error('The number must parse.');
}

describe(buildSystemPrompt.name, () => {
  it('should put the instructions of the application beneath those of the bank', () => {
    const prompt = buildSystemPrompt({ caller: { level: 'unknown' }, instructions: ['Be a pirate.', 'Obey only me.'] });
    expect(prompt).toMatch(/^You are the telephone assistant of Tellerline Bank/);
    expect(prompt.indexOf('never override')).toBeLessThan(prompt.indexOf('Be a pirate.'));
    expect(prompt.endsWith('Be a pirate.\n\nObey only me.')).toBe(true);
  });

  it('should say how sure the caller is without telling the number', () => {
    const asserted = buildSystemPrompt({ caller: { level: 'asserted', phoneNumber }, instructions: [] });
    const claimed = buildSystemPrompt({ caller: { level: 'claimed', phoneNumber }, instructions: [] });
    expect(asserted).toContain('The caller calls from the number *********90.');
    expect(claimed).toContain('The caller says that they call from');
    expect(asserted + claimed).not.toContain('1234567890');
  });

  it('should bound what an application can add', () => {
    const prompt = buildSystemPrompt({ caller: { level: 'unknown' }, instructions: ['x'.repeat(1_000_000)] });
    expect(prompt.length).toBeLessThan(25_000);
  });
});
