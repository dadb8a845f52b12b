import { isJsonObject, type JsonObject, type JsonValue } from '../../common/json';
import { type ModelToolResult } from '../language-model';
import { cutText } from './cut-text';
import { type ToolOffer } from './dialogue/tool-offer';
import { ANYTHING_ELSE, apologise, noAnswerFound, OFFER_OTHER_QUOTE, OFFER_QUOTE } from './data/sentences';

const MOST_SENTENCES = 4;
const MOST_CHARACTERS = 600;

/**
 * Puts the results of tools into words. A sentence that the server prescribes (`say`) is repeated as it is; figures
 * are spoken as the tool gave them, never computed here.
 */
export function speakToolResults(results: readonly ModelToolResult[], offer: ToolOffer): string {
  const parsed = results.map((result) => ({ isError: result.isError, content: parseObject(result.output) }));
  const prescribed = parsed
    .map(({ content }) => content.say)
    .find((say) => typeof say === 'string' && say.trim() !== '');
  if (typeof prescribed === 'string') return prescribed;
  if (parsed.length === 0 || parsed.some(({ isError, content }) => isError || content.status === 'failed')) {
    return apologise(offer);
  }
  const spoken = parsed.map(({ content }) => speakContent(content, offer)).filter((text) => text !== undefined);
  return spoken.length === 0 ? apologise(offer) : spoken.join(' ');
}

function speakContent(content: JsonObject, offer: ToolOffer): string | undefined {
  if (Array.isArray(content.products)) return speakProducts(objectsOf(content.products), offer);
  if (Array.isArray(content.articles)) return speakArticle(content, offer);
  if (Array.isArray(content.cards)) return speakCards(objectsOf(content.cards));
  if (content.status === 'quoted') return speakQuote(content);
  if (content.status === 'out_of_range') return `${textOf(content.message)} ${OFFER_OTHER_QUOTE}`.trim();
  return undefined;
}

function speakProducts(products: readonly JsonObject[], offer: ToolOffer): string {
  if (products.length === 0) return `I have no loans to tell you about at the moment. ${ANYTHING_ELSE}`;
  const spoken = products.map((product) => {
    const amounts = `from ${textOf(product.minimum_amount)} to ${textOf(product.maximum_amount)}`;
    const terms = `over ${speakTerm(product.minimum_term_months)} to ${speakTerm(product.maximum_term_months)}`;
    return `${textOf(product.name)}: ${amounts}, at ${textOf(product.annual_rate_percent)} percent a year, ${terms}.`;
  });
  return `We offer the following. ${spoken.join(' ')} ${offer.has('quote_loan') ? OFFER_QUOTE : ANYTHING_ELSE}`;
}

function speakArticle(content: JsonObject, offer: ToolOffer): string {
  const [best] = objectsOf(content.articles);
  const passage = textOf(best?.passage).replace(/\s+/g, ' ').trim();
  return content.status === 'ok' && passage !== '' ? trimToSentences(passage) : noAnswerFound(offer);
}

function speakQuote(quote: JsonObject): string {
  const name = textOf(quote.product);
  const product = /\b(?:loan|mortgage)\b/i.test(name) ? name : `${name} loan`;
  return (
    `For ${textOf(quote.amount)} over ${speakTerm(quote.term_months)}, the ${product} ` +
    `comes to ${textOf(quote.monthly_payment)} a month at ${textOf(quote.annual_rate_percent)} percent a year. ` +
    `You would pay back ${textOf(quote.total_payment)} in all, ${textOf(quote.total_interest)} of it interest. ` +
    OFFER_OTHER_QUOTE
  );
}

function speakCards(cards: readonly JsonObject[]): string {
  if (cards.length === 0) return `I found no credit cards of yours. ${ANYTHING_ELSE}`;
  const spoken = cards.map(
    (card) => `the ${textOf(card.network)} ending in ${textOf(card.last_four)}, which is ${textOf(card.state)}`,
  );
  return `You have ${spoken.join('; ')}. ${ANYTHING_ELSE}`;
}

/** Whole years as years, everything else as months. */
function speakTerm(months: JsonValue | undefined): string {
  if (typeof months !== 'number') return `${textOf(months)} months`;
  if (months === 12) return '1 year';
  return months % 12 === 0 ? `${months / 12} years` : `${months} months`;
}

function trimToSentences(text: string): string {
  const kept: string[] = [];
  for (const sentence of text.split(/(?<=[.!?]) (?=[A-Z"'])/)) {
    if (kept.length === MOST_SENTENCES || [...kept, sentence].join(' ').length > MOST_CHARACTERS) break;
    kept.push(sentence);
  }
  return kept.length > 0 ? kept.join(' ') : `${cutText(text, MOST_CHARACTERS).replace(/\s+\S*$/, '')}.`;
}

function parseObject(json: string): JsonObject {
  try {
    const value: unknown = JSON.parse(json);
    return isJsonObject(value) ? value : {};
  } catch {
    return {};
  }
}

function objectsOf(value: JsonValue | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
