import { isJsonObject, type JsonObject, type JsonValue } from '../../../common/json';
import { fitsNumber } from './fits-number';
import { type HeardWords } from './heard-words';
import { makeEmptiest, needsNoWords } from './make-emptiest';
import { fitLength, readString, toNameKeys, toNameWish } from './read-string';
import { type Alternative, type SchemaReader } from './schema-reader';

const DEEPEST = 6;
const MOST_ITEMS = 50;
const MOST_PROPERTIES = 500;
/** Less of a sentence says nothing. */
const SHORTEST_PART = 20;

interface Property {
  readonly name: string;
  readonly alternatives: readonly Alternative[];
  readonly isRequired: boolean;
  /** Whether it is the one text that the object cannot be without. */
  readonly isOnly: boolean;
}

/** How a form is filled in, beside the caller's words. */
export interface FillingRules {
  /** Whether there has to be a form, whatever was said. */
  readonly isForced: boolean;
  /** A sentence that the first text becomes which has room for all of it, and no form of its own. */
  readonly sentence?: string;
  /** Whether it may be cut, where it has no such room anywhere. */
  readonly mayCut?: boolean;
}

/** Fills in one form, which a JSON Schema describes, from what the caller said. */
export class SchemaFiller {
  private sentence: string | undefined;

  constructor(
    private readonly reader: SchemaReader,
    private readonly heard: HeardWords,
    private readonly rules: FillingRules,
  ) {
    this.sentence = rules.sentence;
  }

  /** Whether the sentence, if there is one, stands in what was filled in. */
  get isSentenceGiven(): boolean {
    return this.sentence === undefined;
  }

  /** @returns `undefined` when something was not said that the form cannot be without. */
  fill(): JsonObject | undefined {
    const alternative = this.reader
      .alternativesOf(this.reader.root)
      .find(({ kind }) => kind === 'object' || kind === 'any');
    return this.fillObject(alternative?.schema ?? {}, 0);
  }

  private fillObject(schema: JsonObject, depth: number): JsonObject | undefined {
    const properties = this.listProperties(schema);
    const values = new Map<string, JsonValue>();
    // What leaves no doubt comes first, so that no word of it is taken for a name.
    for (const property of [...properties].sort((left, right) => orderOf(left) - orderOf(right))) {
      const value = this.fillProperty(property, depth);
      if (value !== undefined) values.set(property.name, value);
      else if (property.isRequired && !this.mayBeUnsaid(property)) return undefined;
      else if (property.isRequired) values.set(property.name, makeEmptiest(property.alternatives, this.reader, depth));
    }
    if (properties.length === 0 && schema.additionalProperties !== false) return this.fillFreely();
    const names = properties.map(({ name }) => name).filter((name) => values.has(name));
    return Object.fromEntries(names.map((name) => [name, values.get(name) ?? null]));
  }

  /** A form of no given properties still has to hold the answer. */
  private fillFreely(): JsonObject {
    const { sentence } = this;
    this.sentence = undefined;
    return sentence === undefined ? {} : { answer: sentence };
  }

  private mayBeUnsaid({ alternatives }: Property): boolean {
    return this.rules.isForced || needsNoWords(alternatives);
  }

  private listProperties(schema: JsonObject): readonly Property[] {
    const named = isJsonObject(schema.properties) ? schema.properties : {};
    const required: readonly JsonValue[] = Array.isArray(schema.required) ? schema.required : [];
    const isRequired = new Set(required.slice(0, MOST_PROPERTIES).filter((name) => typeof name === 'string'));
    const unnamed = [...isRequired].filter((name) => !Object.hasOwn(named, name));
    const names = [...Object.keys(named), ...unnamed].slice(0, MOST_PROPERTIES);
    this.reader.spend(names.length);
    const properties = names.map((name) => ({
      name,
      alternatives: this.reader.alternativesOf(Object.hasOwn(named, name) ? named[name] : undefined),
      isRequired: isRequired.has(name),
    }));
    const texts = properties.filter((property) => property.isRequired && orderOf(property) === 1);
    return properties.map((property) => ({
      ...property,
      isOnly: texts.length === 1 && texts[0]?.name === property.name,
    }));
  }

  private fillProperty(property: Property, depth: number): JsonValue | undefined {
    for (const alternative of property.alternatives) {
      const value = this.fillAlternative(alternative, property, depth);
      if (value !== undefined) return value;
    }
    return undefined;
  }

  private fillAlternative({ kind, schema }: Alternative, property: Property, depth: number): JsonValue | undefined {
    switch (kind) {
      case 'null':
        return undefined;
      case 'choice':
        return Object.hasOwn(schema, 'const') ? undefined : this.choose(schema, 1)[0];
      case 'boolean':
        return this.heard.takeFlag(toNameKeys(property.name));
      case 'number':
      case 'integer':
        return this.takeNumber(kind, schema, property.name);
      case 'string':
      case 'any':
        return this.fillText(schema, property);
      case 'array':
        return this.fillArray(schema, property, depth);
      case 'object':
        return depth >= DEEPEST || this.reader.isExhausted
          ? undefined
          : this.fillPart(() => this.fillObject(schema, depth + 1));
    }
  }

  private choose(schema: JsonObject, most: number): readonly JsonValue[] {
    const options: readonly JsonValue[] = Array.isArray(schema.enum) ? schema.enum : [];
    this.reader.spend(options.length);
    if (this.reader.isExhausted) return [];
    const said = this.heard.takeOptions(options, most);
    if (said.length > 0) return said;
    const numbers = options.filter((option) => typeof option === 'number');
    if (numbers.length === 0) return [];
    const number = this.heard.takeNumber((value) => numbers.includes(value), []);
    return number === undefined ? [] : [number];
  }

  private takeNumber(kind: 'number' | 'integer', schema: JsonObject, name: string): number | undefined {
    return this.heard.takeNumber((value) => fitsNumber(value, schema, kind === 'integer'), toNameKeys(name));
  }

  private fillText(schema: JsonObject, { name, alternatives, isRequired, isOnly }: Property): string | undefined {
    const answer = this.takeSentence(schema);
    if (answer !== undefined) return answer;
    const said = readString(this.heard, { name, schema, isOnly });
    const isNeeded =
      this.rules.isForced && this.rules.sentence === undefined && isRequired && !needsNoWords(alternatives);
    if (said !== undefined || !isNeeded) return said;
    const whole = this.heard.takeWholeText();
    return whole === undefined ? undefined : fitLength(whole, schema);
  }

  private takeSentence(schema: JsonObject): string | undefined {
    if (this.sentence === undefined || typeof schema.format === 'string') return undefined;
    const fitting = fitLength(this.sentence, schema);
    const isEnough = this.rules.mayCut === true ? (fitting?.length ?? 0) >= SHORTEST_PART : fitting === this.sentence;
    if (!isEnough) return undefined;
    this.sentence = undefined;
    return fitting;
  }

  private fillArray(schema: JsonObject, property: Property, depth: number): JsonValue | undefined {
    const items = this.reader.alternativesOf(schema.items);
    const most = typeof schema.maxItems === 'number' ? Math.min(schema.maxItems, MOST_ITEMS) : MOST_ITEMS;
    const values = depth >= DEEPEST ? [] : this.fillItems(items, property, { most, depth });
    if (values.length === 0) return undefined;
    while (typeof schema.minItems === 'number' && values.length < Math.min(schema.minItems, MOST_ITEMS)) {
      values.push(makeEmptiest(items, this.reader, depth));
    }
    return values.slice(0, most);
  }

  private fillItems(
    items: readonly Alternative[],
    property: Property,
    { most, depth }: { readonly most: number; readonly depth: number },
  ): JsonValue[] {
    const item = items.find(({ kind }) => kind !== 'null');
    if (item === undefined) return [];
    if (item.kind === 'choice') return [...this.choose(item.schema, most)];
    if (item.kind === 'string' && this.sentence === undefined) {
      const names = this.heard.takeNames(toNameWish(property.name));
      const fitting = names.map((name) => fitLength(name, item.schema)).filter((name) => name !== undefined);
      if (fitting.length > 0) return fitting;
    }
    const values: JsonValue[] = [];
    const mayRepeat = item.kind === 'number' || item.kind === 'integer';
    while (values.length < (mayRepeat ? most : 1)) {
      const value = this.fillAlternative(item, { ...property, isOnly: false }, depth + 1);
      if (value === undefined) break;
      values.push(value);
    }
    return values;
  }

  /** A part that holds nothing of what was said is as good as none. */
  private fillPart(fill: () => JsonObject | undefined): JsonObject | undefined {
    const { takes } = this.heard;
    const { sentence } = this;
    const part = fill();
    return takes === this.heard.takes && sentence === this.sentence ? undefined : part;
  }
}

/** What words leave no doubt about, the texts that have to be there, the lists that have to be, the other texts, the rest. */
function orderOf({ alternatives, isRequired }: Pick<Property, 'alternatives' | 'isRequired'>): number {
  const kind = alternatives.find((alternative) => alternative.kind !== 'null')?.kind ?? 'object';
  if (kind === 'object') return 4;
  if (kind === 'array') return isRequired ? 2 : 4;
  if (kind !== 'string' && kind !== 'any') return 0;
  return isRequired ? 1 : 3;
}
