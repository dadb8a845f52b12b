import { UniqueNames } from './unique-names';

const FOREIGN_CHARACTERS = /[^a-zA-Z0-9_-]/g;
/** A hyphen in a tool name makes Nova fail every time with a ModelErrorException. */
const FOREIGN_TO_NOVA = /[^a-zA-Z0-9_]/g;

interface ToolNamesInput {
  /** Names of the tools on offer. */
  readonly offered: readonly string[];
  readonly nova: boolean;
}

/** Translates tool names to ones that the model accepts, and back, without two tools ever sharing one. */
export class ToolNames {
  private readonly aliases: UniqueNames;
  private readonly toAlias = new Map<string, string>();
  private readonly toOriginal = new Map<string, string>();

  constructor({ offered, nova }: ToolNamesInput) {
    this.aliases = new UniqueNames({
      foreignCharacters: nova ? FOREIGN_TO_NOVA : FOREIGN_CHARACTERS,
      fallback: 'tool',
    });
    // Names that need no alias come first, so that none of them loses its own to another tool's alias.
    const needsAlias = offered.filter((name) => !this.aliases.isAllowed(name));
    for (const name of offered) if (this.aliases.isAllowed(name)) this.forModel(name);
    for (const name of needsAlias) this.forModel(name);
  }

  /** The name under which the model knows the tool. History may name tools that are no longer on offer. */
  forModel(name: string): string {
    const known = this.toAlias.get(name);
    if (known !== undefined) return known;
    const alias = this.aliases.allocate(name);
    this.toAlias.set(name, alias);
    this.toOriginal.set(alias, name);
    return alias;
  }

  /** The caller's name of a tool that the model called; an invented name stays as it is. */
  forCaller(alias: string): string {
    return this.toOriginal.get(alias) ?? alias;
  }
}
