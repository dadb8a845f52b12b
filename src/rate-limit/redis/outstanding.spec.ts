import { Outstanding } from './outstanding';

const PERIOD_MS = 60_000;

describe(Outstanding.name, () => {
  let outstanding: Outstanding;

  beforeEach(() => {
    outstanding = new Outstanding(PERIOD_MS);
  });

  /** Says of each account that Redis knows it as it is. */
  function tellAll(): void {
    for (const { keyId, version } of outstanding.all) outstanding.markTold({ keyId, version });
  }

  it('should know which streams are under way, and of which nothing is known', () => {
    outstanding.ask('voice', 's1');
    outstanding.ask('voice', 's2');
    outstanding.ask('voice', 's3');
    outstanding.open('voice', 's1');
    outstanding.close('voice', 's2');
    expect(outstanding.all).toMatchObject([{ keyId: 'voice', open: new Set(['s1']), asked: new Set(['s3']) }]);
  });

  it('should keep a key whose streams have all ended until Redis knows it', () => {
    outstanding.ask('voice', 's1');
    outstanding.open('voice', 's1');
    tellAll();
    expect(outstanding.all).toHaveLength(1);
    outstanding.close('voice', 's1');
    expect(outstanding.all).toHaveLength(1);
    tellAll();
    expect(outstanding.all).toEqual([]);
  });

  it('should keep a key that has changed while Redis was told', () => {
    outstanding.ask('voice', 's1');
    outstanding.close('voice', 's1');
    const told = outstanding.all.map(({ keyId, version }) => ({ keyId, version }));
    outstanding.ask('voice', 's2');
    outstanding.close('voice', 's2');
    for (const account of told) outstanding.markTold(account);
    expect(outstanding.all).toHaveLength(1);
  });

  it('should sum up what is owed, and give it once', () => {
    outstanding.owe('voice', 300, 0);
    outstanding.owe('voice', -100, 1_000);
    outstanding.owe('web', 7, 1_000);
    expect(outstanding.collect('voice', 2_000)).toBe(200);
    expect(outstanding.collect('voice', 2_000)).toBe(0);
    expect(outstanding.collect('web', 2_000)).toBe(7);
    expect(outstanding.collect('other', 2_000)).toBe(0);
  });

  it('should forget what is owed once the bucket is full again all the same', () => {
    outstanding.owe('voice', 300, 0);
    expect(outstanding.collect('voice', PERIOD_MS)).toBe(0);
    outstanding.owe('voice', 5, PERIOD_MS);
    expect(outstanding.collect('voice', PERIOD_MS + 1)).toBe(5);
  });
});
