import { waitUntil } from '../../support/wait-until';

/** The caller of the document's examples for cards. */
const CALLER = { phone_number: '+15550100007', conversation_id: 'branch-desk-1' };
const SHOWN_CODE = /your passcode is (\d{6})/;

interface Verification {
  readonly url: string;
  readonly key: string;
  /** What the service has written so far: the demo shows passcodes there. */
  readonly readOutput: () => string;
}

/** Proves who the caller of the examples is, so that the operations which need it are answered and not refused. */
export async function verifyCaller({ url, key, readOutput }: Verification): Promise<void> {
  const send = async (path: string, body: object): Promise<void> => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${key}` };
    const response = await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) });
    if (response.status !== 200) throw new Error(`${path}: ${await response.text()}`);
  };
  await send('/api/cards/passcode', CALLER);
  await waitUntil(() => SHOWN_CODE.test(readOutput()));
  await send('/api/cards/passcode/check', { ...CALLER, code: SHOWN_CODE.exec(readOutput())?.[1] });
}
