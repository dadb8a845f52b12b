const ENDPOINT = 'api/agent/query/openai';
const CHAT = 'chat/completions';

/** What clients are given as their base URL, the one that OpenAI's have first. */
const BASES = ['v1', '', ENDPOINT];

/** What platforms make of a base URL that already names the endpoint. */
const DOUBLED_BASES = BASES.map((base) => join(base, CHAT));

/** The two documented paths first; the others forgive how platforms build their URLs. */
export const CHAT_COMPLETIONS_PATHS = [ENDPOINT, ...[...BASES, ...DOUBLED_BASES].map((base) => join(base, CHAT))];

/** The documented path first: wherever a client finds completions, it looks for the models beside them. */
export const MODELS_PATHS = [...BASES, ...DOUBLED_BASES].map((base) => join(base, 'models'));

function join(base: string, path: string): string {
  return base === '' ? path : `${base}/${path}`;
}
