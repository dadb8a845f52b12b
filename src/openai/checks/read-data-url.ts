/** The formats of images that models read, by the bytes with which they begin. */
const SIGNATURES = {
  png: (start: string) => start.startsWith('\x89PNG\r\n'),
  jpeg: (start: string) => start.startsWith('\xff\xd8\xff'),
  gif: (start: string) => /^GIF8[79]a/.test(start),
  webp: (start: string) => /^RIFF[^]{4}WEBP/.test(start),
} as const;

export type ImageFormat = keyof typeof SIGNATURES;

export type DataUrl =
  | { readonly status: 'image'; readonly format: ImageFormat; readonly base64: string }
  | { readonly status: 'no-data-url' | 'not-base64' | 'other-format' };

const LONGEST_SIGNATURE = 12;
/** In base64, four characters stand for three bytes. */
const SIGNATURE_CHARACTERS = (LONGEST_SIGNATURE / 3) * 4;
const HEAD = /^data:image\/([a-z0-9.+-]+);base64,/i;
const MEDIA_SUBTYPES: readonly string[] = ['png', 'jpeg', 'jpg', 'gif', 'webp'];
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/** Reads an image out of a `data:` URL. Its bytes say which format it has; the media type may name another one. */
export function readDataUrl(url: string): DataUrl {
  const [head, subtype = ''] = HEAD.exec(url) ?? [];
  if (head === undefined) return { status: 'no-data-url' };
  const base64 = url.slice(head.length);
  if (base64.length % 4 !== 0 || !BASE64.test(base64)) return { status: 'not-base64' };
  const start = Buffer.from(base64.slice(0, SIGNATURE_CHARACTERS), 'base64').toString('latin1');
  const formats = Object.keys(SIGNATURES) as ImageFormat[];
  const format = formats.find((name) => SIGNATURES[name](start));
  return format === undefined || !MEDIA_SUBTYPES.includes(subtype.toLowerCase())
    ? { status: 'other-format' }
    : { status: 'image', format, base64 };
}
