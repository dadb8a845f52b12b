import { readDataUrl } from './read-data-url';

const base64Of = (bytes: string): string => Buffer.from(bytes, 'latin1').toString('base64');
const PNG = base64Of('\x89PNG\r\n\x1a\nmore');

describe(readDataUrl.name, () => {
  it.each([
    ['png', '\x89PNG\r\n\x1a\nmore'],
    ['jpeg', '\xff\xd8\xff\xe0more'],
    ['gif', 'GIF89amore'],
    ['gif', 'GIF87amore'],
    ['webp', 'RIFF\x01\x02\x03\x04WEBPmore'],
  ])('should know %s by its first bytes', (format, bytes) => {
    const base64 = base64Of(bytes);
    expect(readDataUrl(`data:image/${format};base64,${base64}`)).toEqual({ status: 'image', format, base64 });
  });

  it('should trust the bytes more than the media type', () => {
    expect(readDataUrl(`data:image/jpg;base64,${PNG}`)).toMatchObject({ format: 'png' });
  });

  it.each([
    ['no-data-url', 'https://example.com/a.png'],
    ['no-data-url', 'file:///etc/passwd'],
    ['no-data-url', `data:text/plain;base64,${PNG}`],
    ['no-data-url', `data:image/png,${PNG}`],
    ['no-data-url', `  data:image/png;base64,${PNG}`],
    ['no-data-url', ''],
    ['not-base64', 'data:image/png;base64,'],
    ['not-base64', `data:image/png;base64,${PNG}\n`],
    ['not-base64', `data:image/png;base64,${PNG.slice(1)}`],
    ['not-base64', 'data:image/png;base64,a=aa'],
    ['not-base64', 'data:image/png;base64,_-_-'],
    ['other-format', `data:image/svg+xml;base64,${base64Of('<svg/>')}`],
    ['other-format', `data:image/x-png;base64,${PNG}`],
    ['other-format', `data:image/png;base64,${base64Of('PNG')}`],
  ])('should answer %s to %s', (status, url) => {
    expect(readDataUrl(url)).toEqual({ status });
  });

  it('should read two megabytes at once', () => {
    const url = `data:image/png;base64,${PNG}${'A'.repeat(2 * 1024 * 1024)}`;
    expect(readDataUrl(url).status).toBe('image');
    expect(readDataUrl(`${url}!!!!`).status).toBe('not-base64');
  });
});
