import { assumeInstances } from './assume-instances';

describe(assumeInstances.name, () => {
  it('should assume several where the database serves several', () => {
    expect(assumeInstances('file:data/tellerline.db')).toBe(1);
    expect(assumeInstances('postgres://db.example/bank')).toBe(4);
    expect(assumeInstances('postgresql://db.example/bank')).toBe(4);
  });
});
