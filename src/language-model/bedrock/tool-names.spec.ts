import { ToolNames } from './tool-names';

describe(ToolNames.name, () => {
  describe('when the model is a Nova', () => {
    it('should replace hyphens, without taking the name of another tool', () => {
      const names = new ToolNames({ offered: ['block-card', 'block_card'], nova: true });
      expect(names.forModel('block_card')).toBe('block_card');
      expect(names.forModel('block-card')).toBe('block_card_2');
      expect(names.forCaller('block_card_2')).toBe('block-card');
      expect(names.forCaller('block_card')).toBe('block_card');
    });
  });

  describe('when the model is another', () => {
    it('should keep hyphens', () => {
      expect(new ToolNames({ offered: ['block-card'], nova: false }).forModel('block-card')).toBe('block-card');
    });
  });

  it('should give two names that share 64 characters an alias each', () => {
    const offered = [`${'x'.repeat(64)}a`, `${'x'.repeat(64)}b`];
    const names = new ToolNames({ offered, nova: false });
    const aliases = offered.map((name) => names.forModel(name));
    expect(new Set(aliases).size).toBe(2);
    expect(aliases.map((alias) => names.forCaller(alias))).toEqual(offered);
  });

  it('should keep a name that the model made up', () => {
    expect(new ToolNames({ offered: [], nova: true }).forCaller('made_up')).toBe('made_up');
  });
});
