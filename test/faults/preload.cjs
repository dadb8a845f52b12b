/*
 * Loaded before the built service (node --require): kills the process at one named point, without a trace of it in the
 * product. FAULT_POINT names the point, FAULT_AT counts how often it is passed before, FAULT_ROOT is the build.
 */
const { join } = require('node:path');
const http = require('node:http');

const { FAULT_POINT: point, FAULT_AT: at = '1', FAULT_ROOT: root } = process.env;
let passes = 0;
let hasCommitted = false;

function pass(name) {
  if (name !== point) return;
  passes += 1;
  if (passes >= Number(at)) process.kill(process.pid, 'SIGKILL');
}

/** Sees each statement of a transaction: what it writes, and that it has run. */
class Watch {
  constructor() {
    this.written = new Set();
    this.statements = new Map();
  }

  transformQuery({ node, queryId }) {
    this.statements.set(queryId, describe(node));
    return node;
  }

  async transformResult({ result, queryId }) {
    const statement = this.statements.get(queryId);
    this.written.add(statement);
    if (statement === 'consume') pass('after_consume');
    return result;
  }
}

function describe(node) {
  const table = (node.into ?? node.table)?.table?.identifier?.name;
  if (node.kind === 'InsertQueryNode') return `insert ${table}`;
  const columns = (node.updates ?? []).map(({ column }) => column.column?.name);
  return node.kind === 'UpdateQueryNode' && columns.includes('consumed_at') ? 'consume' : `${node.kind} ${table}`;
}

const { Database } = require(join(root, 'database/database.js'));
const { transaction } = Database.prototype;
Database.prototype.transaction = async function (work) {
  const watch = new Watch();
  const result = await transaction.call(this, async (runner) => {
    const done = await work(runner.withPlugin(watch));
    if (watch.written.has('insert card_action')) pass('before_commit');
    return done;
  });
  if (watch.written.has('insert pending_action')) pass('after_proposal');
  if (watch.written.has('insert card_action')) {
    hasCommitted = true;
    pass('after_commit');
  }
  return result;
};

const { HttpCardSystem } = require(join(root, 'credit-card/card-system/http/http-card-system.js'));
const { deliver } = HttpCardSystem.prototype;
HttpCardSystem.prototype.deliver = async function (command) {
  const outcome = await deliver.call(this, command);
  pass('after_bank_send_before_mark');
  return outcome;
};

const { write } = http.ServerResponse.prototype;
http.ServerResponse.prototype.write = function (...chunk) {
  const isWritten = write.apply(this, chunk);
  if (hasCommitted) setImmediate(() => pass('mid_sse'));
  return isWritten;
};

process.once('SIGTERM', () => setTimeout(() => pass('during_shutdown'), 15));

/* Guards taken away, to show that the checker sees what they are there for. */
const control = process.env.FAULT_CONTROL;

if (control === 'answer_before_commit') {
  const { CreditCardService } = require(join(root, 'credit-card/credit-card.service.js'));
  CreditCardService.prototype.carryOut = ({ pendingAction }) =>
    Promise.resolve({
      status: 'done',
      actionId: pendingAction.id,
      operation: pendingAction.operation,
      card: pendingAction.card,
      repeated: false,
      delivery: 'delivered',
    });
}

if (control === 'act_without_audit') {
  const { AuditLog } = require(join(root, 'audit/audit-log.js'));
  const { append } = AuditLog.prototype;
  AuditLog.prototype.append = function (runner, entry) {
    return entry.actionId === undefined ? append.call(this, runner, entry) : Promise.resolve();
  };
}

if (control === 'consume_again_and_again') {
  const { ConfirmationRepository } = require(join(root, 'credit-card/persistence/confirmation.repository.js'));
  const { TRANSITIONS } = require(join(root, 'credit-card/transitions.js'));
  TRANSITIONS.block_card.from.push('blocked');
  ConfirmationRepository.prototype.consume = (runner, { context, pendingActionId, now }) =>
    runner
      .updateTable('pending_action')
      .set({
        consumed_at: now.toISOString(),
        confirmed_by_key: context.turnKey,
        confirmed_turn: context.userTurn,
      })
      .where('id', '=', pendingActionId)
      .returningAll()
      .executeTakeFirst();
}
