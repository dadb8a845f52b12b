import { type ChatMessageDto } from '../dto/chat-message.dto';
import { type UserPart } from '../dto/messages/user-message.dto';
import { checkContent } from './check-content';

const GIF = 'data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAAC';
const image = (url: string): UserPart => ({ type: 'image_url', image_url: { url } });
const asked = (...content: readonly UserPart[]): ChatMessageDto => ({ role: 'user', content });

describe(checkContent.name, () => {
  it.each<[ChatMessageDto]>([
    [{ role: 'user', content: 'https://example.com/a.png' }],
    [asked({ type: 'text', text: 'What is this?' }, image(GIF))],
    [{ role: 'assistant', content: 'Hello', audio: null, tool_calls: null }],
    [{ role: 'assistant', tool_calls: [{ id: 'a', type: 'function', function: { name: 'f', arguments: '{}' } }] }],
    [{ role: 'tool', tool_call_id: 'a', content: [{ type: 'text', text: 'r' }] }],
  ])('should let %j pass', (message) => {
    expect([...checkContent([message])]).toEqual([]);
  });

  it.each<[ChatMessageDto, string, string]>([
    [
      asked({ type: 'input_audio', input_audio: { data: '', format: 'wav' } }),
      'messages[1].content[0].type',
      'unsupported_value',
    ],
    [
      asked({ type: 'text', text: 'a' }, { type: 'file', file: {} }),
      'messages[1].content[1].type',
      'unsupported_value',
    ],
    [asked(image('http://127.0.0.1/a.png')), 'messages[1].content[0].image_url.url', 'unsupported_value'],
    [asked(image('HTTPS://example.com')), 'messages[1].content[0].image_url.url', 'unsupported_value'],
    [asked(image(' https://example.com')), 'messages[1].content[0].image_url.url', 'unsupported_value'],
    [asked(image('file:///etc/passwd')), 'messages[1].content[0].image_url.url', 'invalid_value'],
    [asked(image(`${GIF}!`)), 'messages[1].content[0].image_url.url', 'invalid_value'],
    [
      asked(image('data:image/png;base64,aW1nIGJ5dGVzIGhlcmU=')),
      'messages[1].content[0].image_url.url',
      'invalid_image_format',
    ],
    [{ role: 'assistant', audio: { id: 'audio_1' } }, 'messages[1].audio', 'unsupported_parameter'],
    [
      { role: 'assistant', tool_calls: [{ id: 'a', type: 'custom', custom: { name: 'c', input: '' } }] },
      'messages[1].tool_calls[0].type',
      'unsupported_value',
    ],
  ])('should object to %j', (message, param, code) => {
    expect([...checkContent([{ role: 'user', content: 'Hello' }, message])]).toMatchObject([{ param, code }]);
  });

  it('should repeat no more than the beginning of an address', () => {
    const [objection] = checkContent([asked(image(`file:///${'a'.repeat(1_000)}`))]);
    expect(objection?.message).toContain(`but got 'file:///${'a'.repeat(56)}' instead.`);
  });
});
