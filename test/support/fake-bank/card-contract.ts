import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020';

type Node = Readonly<Record<string, unknown>>;

/** One exchange as it went over the wire; `reply` is absent when none was sent. */
export interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: unknown;
}

export interface Reply {
  readonly status: number;
  readonly body: Node;
}

export interface ContractOperation {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  /** JSON pointer of the operation within the document. */
  readonly pointer: string;
  readonly node: Node;
}

const METHODS = ['get', 'post'] as const;

/** The document that the bank implements, and what of an exchange is not as it says. */
export class CardContract {
  readonly document: Node;
  readonly operations: readonly ContractOperation[];
  private readonly ajv = new Ajv2020({ strict: true, allErrors: true });

  constructor() {
    this.document = JSON.parse(readFileSync(join(__dirname, '../../../docs/card-system.openapi.json'), 'utf8')) as Node;
    this.ajv.addVocabulary(Object.keys(this.document));
    this.ajv.addSchema({ ...this.document, $id: 'contract:' });
    this.operations = this.listOperations();
  }

  find(method: string, path: string): ContractOperation | undefined {
    return this.operations.find((operation) => {
      const pattern = `^${operation.path.replace(/\{[^}]+\}/g, '[^/]+')}$`;
      return operation.method === method.toLowerCase() && new RegExp(pattern).test(path);
    });
  }

  /** One sentence for each thing that is wrong with a request. */
  explainRequest({ method, path, headers, body }: Exchange): readonly string[] {
    const operation = this.find(method, path);
    if (operation === undefined) return [`There is no ${method} ${path}.`];
    const problems: string[] = [];
    if (!/^Bearer \S+$/.test(String(headers.authorization))) problems.push('There is no bearer token.');
    if (operation.method === 'get') return body === undefined ? problems : [...problems, 'A question has a body.'];
    const key = this.validate('#/components/schemas/ActionId', headers['idempotency-key']);
    if (key !== '') problems.push(`Idempotency-Key: ${key}`);
    if (headers['content-type'] !== 'application/json') problems.push('The body is not declared as JSON.');
    const wrong = this.validate(`${operation.pointer}/requestBody/content/application~1json/schema`, body);
    return wrong === '' ? problems : [...problems, wrong];
  }

  explainReply(operation: ContractOperation, { status, body }: Reply): readonly string[] {
    const pointer = this.follow(`${operation.pointer}/responses/${status}`);
    if (this.lookUp(pointer) === undefined) return [`${operation.id} does not document ${status}.`];
    const wrong = this.validate(`${pointer}/content/application~1json/schema`, body);
    return wrong === '' ? [] : [`${operation.id} ${status}: ${wrong}`];
  }

  /** @returns what is wrong with the value, or nothing. */
  validate(pointer: string, value: unknown): string {
    const validate: ValidateFunction | undefined = this.ajv.getSchema(`contract:${pointer}`);
    if (validate === undefined) throw new Error(`The contract has no schema at ${pointer}.`);
    return validate(value) ? '' : this.ajv.errorsText(validate.errors);
  }

  /** Where a pointer leads to when what is there refers elsewhere. */
  follow(pointer: string): string {
    const reference = this.lookUp(pointer)?.$ref;
    return typeof reference === 'string' ? reference : pointer;
  }

  lookUp(pointer: string): Node | undefined {
    const steps = pointer.split('/').slice(1).map(unescape);
    return steps.reduce<Node | undefined>((node, step) => node?.[step] as Node | undefined, this.document);
  }

  private listOperations(): readonly ContractOperation[] {
    return Object.entries(this.document.paths as Record<string, Record<string, Node>>).flatMap(([path, item]) =>
      METHODS.flatMap((method) => {
        const node = item[method];
        const pointer = `#/paths/${path.replaceAll('~', '~0').replaceAll('/', '~1')}/${method}`;
        return node === undefined ? [] : [{ id: String(node.operationId), method, path, pointer, node }];
      }),
    );
  }
}

function unescape(step: string): string {
  return step.replaceAll('~1', '/').replaceAll('~0', '~');
}
