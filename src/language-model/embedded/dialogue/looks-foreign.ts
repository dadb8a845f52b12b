/** Small words that mark Spanish, French, German, Portuguese and Italian, and that English does not have. */
const FOREIGN_WORDS =
  /^(?:hola|el|la|los|las|una|que|qué|para|por|con|mi|mis|tarjeta|quiero|necesito|buenos|gracias|bonjour|le|les|une|je|vous|est|pour|avec|ma|mon|carte|merci|bitte|danke|ich|der|das|und|ist|nicht|eine|mein|meine|karte|guten|olá|obrigado|meu|minha|cartão|você|ciao|buongiorno|grazie|il|della|sono|vorrei|mia|carta)$/u;

/** Whether a text is mostly in another script, or full of another language's small words. */
export function looksForeign(text: string): boolean {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  const latinLetters = text.match(/\p{Script=Latin}/gu)?.length ?? 0;
  if (letters > 0 && latinLetters * 2 < letters) return true;
  const words = text.toLowerCase().match(/\p{L}+/gu) ?? [];
  const foreign = words.filter((word) => FOREIGN_WORDS.test(word)).length;
  return foreign > 0 && foreign * 4 >= words.length;
}
