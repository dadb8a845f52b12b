import { parseDatabaseUrl } from './parse-database-url';

describe(parseDatabaseUrl.name, () => {
  it.each([
    ['file:data/bank.db', 'data/bank.db'],
    ['file:/var/lib/bank.db', '/var/lib/bank.db'],
    ['file:///var/lib/my%20bank.db', '/var/lib/my bank.db'],
  ])('should read %s as an embedded file', (url, path) => {
    expect(parseDatabaseUrl(url)).toEqual({ engine: 'embedded', path, label: `the embedded database ${path}` });
  });

  it.each(['postgres', 'postgresql'])('should keep the password of a %s URL out of its label', (scheme) => {
    const url = `${scheme}://teller:secret@db.example:6543/bank?sslmode=require&password=secret`;
    expect(parseDatabaseUrl(url)).toEqual({ engine: 'postgres', url, label: 'PostgreSQL db.example:6543/bank' });
  });

  it('should refuse anything else', () => {
    expect(() => parseDatabaseUrl('mysql://localhost/bank')).toThrow(TypeError);
  });
});
