import { crc32 } from 'node:zlib';

type FrameHeaders = Readonly<Record<string, string>>;

const STRING_TYPE = 7;
const PADDING_ALPHABET = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/** One event of a ConverseStream answer. Real frames carry a field `p` of varying length against traffic analysis. */
export function encodeEventFrame(type: string, payload: object): Buffer {
  const body = JSON.stringify({ ...payload, p: PADDING_ALPHABET.slice(0, 1 + (JSON.stringify(payload).length % 40)) });
  return encodeFrame({ ':event-type': type, ':content-type': 'application/json', ':message-type': 'event' }, body);
}

/** A modelled exception within the stream; its type is written in lower camel case. */
export function encodeExceptionFrame(exceptionType: string, message: string): Buffer {
  return encodeFrame(
    { ':exception-type': exceptionType, ':content-type': 'application/json', ':message-type': 'exception' },
    JSON.stringify({ message }),
  );
}

/** An error that the service model does not know. */
export function encodeErrorFrame(code: string, message: string): Buffer {
  return encodeFrame({ ':message-type': 'error', ':error-code': code, ':error-message': message }, '');
}

/**
 * The binary event-stream format, big-endian: total length, length of the headers, CRC32 of these eight bytes, headers,
 * payload, CRC32 of everything before it.
 */
function encodeFrame(headers: FrameHeaders, payload: string): Buffer {
  const headerBytes = Buffer.concat(Object.entries(headers).map(([name, value]) => encodeHeader(name, value)));
  const payloadBytes = Buffer.from(payload, 'utf8');
  const prelude = Buffer.alloc(8);
  prelude.writeUInt32BE(16 + headerBytes.length + payloadBytes.length, 0);
  prelude.writeUInt32BE(headerBytes.length, 4);
  const checked = Buffer.concat([prelude, encodeUInt32(crc32(prelude)), headerBytes, payloadBytes]);
  return Buffer.concat([checked, encodeUInt32(crc32(checked))]);
}

function encodeHeader(name: string, value: string): Buffer {
  const nameBytes = Buffer.from(name, 'utf8');
  const valueBytes = Buffer.from(value, 'utf8');
  const valueHead = Buffer.alloc(3);
  valueHead.writeUInt8(STRING_TYPE, 0);
  valueHead.writeUInt16BE(valueBytes.length, 1);
  return Buffer.concat([Buffer.from([nameBytes.length]), nameBytes, valueHead, valueBytes]);
}

function encodeUInt32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value, 0);
  return bytes;
}
