import { showPath } from './show-path';

describe(showPath.name, () => {
  it.each([
    ['/v1/models', '/v1/models'],
    ['/v1/models?key=secret?', '/v1/models'],
    ['', ''],
    ['/v1/k', '/v1/k'],
    ['/v1/kk/abc', '/v1/kk/abc'],
    ['/v1/k/secret/chat/completions', '/v1/k/[hidden]/chat/completions'],
    ['/v1/K//secret', '/v1/K//[hidden]'],
    ['/key/tlk_Q_rgA2bA-7w/v1/models', '/key/tlk_[hidden]/v1/models'],
    ['/v1tlk_Q_rgA2bA-7w', '/v1tlk_[hidden]'],
  ])('should show %s as %s', (url, shown) => {
    expect(showPath(url)).toBe(shown);
  });
});
