import { type NodeEnvironment } from './app-config';
import { readCorsOrigins } from './read-cors-origins';

describe(readCorsOrigins.name, () => {
  function read(text: string | undefined, nodeEnvironment: NodeEnvironment = 'production', hasKeys = true): unknown {
    const problems: string[] = [];
    const origins = readCorsOrigins(text, { nodeEnvironment, hasKeys, problems });
    return problems.length === 0 ? origins : problems;
  }

  it.each<[NodeEnvironment, unknown]>([
    ['production', []],
    ['development', 'loopback'],
    ['test', 'loopback'],
  ])('should be closed by itself (%s)', (nodeEnvironment, expected) => {
    expect(read(undefined, nodeEnvironment)).toEqual(expected);
  });

  it.each<[string, unknown]>([
    ['none', []],
    ['*', 'any'],
    ['https://app.example.com', ['https://app.example.com']],
    [
      'https://app.example.com:8443, http://localhost:3000\nhttp://[::1]:5173,',
      ['https://app.example.com:8443', 'http://localhost:3000', 'http://[::1]:5173'],
    ],
  ])('should take %j', (text, expected) => {
    expect(read(text)).toEqual(expected);
    expect(read(text, 'development')).toEqual(expected);
  });

  it.each([
    'app.example.com',
    'https://app.example.com/',
    'https://app.example.com/path',
    'https://App.example.com',
    'https://app.example.com:443',
    'https://user:secret@app.example.com',
    'https://*.example.com',
    'ftp://app.example.com',
    'null',
    'https://a.example,*',
  ])('should refuse %s, which no browser sends', (text) => {
    expect(read(text)).toEqual([expect.stringMatching(/^CORS_ORIGINS: entry \d must be an origin such as /)]);
  });

  it('should not let any page in where no key is needed', () => {
    expect(read('*', 'development', false)).toEqual([expect.stringMatching(/^CORS_ORIGINS is \*; where no key/)]);
    expect(read('https://app.example.com', 'development', false)).toEqual(['https://app.example.com']);
  });
});
