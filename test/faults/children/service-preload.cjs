/**
 * Loaded before the service in the processes of this harness: tells the parent the port, kills the process at a named
 * point, and breaks one promise on purpose for the negative controls. The service itself knows nothing of it.
 */
const { randomUUID } = require('node:crypto');
const { ServerResponse } = require('node:http');
const { Server } = require('node:net');
const { join } = require('node:path');
const { setImmediate, setTimeout } = require('node:timers');

const {
  FAULT_SERVICE_ROOT: root,
  FAULT_POINT: point,
  FAULT_HIT: hitNumber = '1',
  FAULT_SABOTAGE: sabotage,
} = process.env;
const { LibsqlConnection } = require(join(root, 'database/embedded/libsql-connection.js'));
const { PostgresConnection } = require(join(root, 'database/postgres/postgres-connection.js'));

let hits = 0;
let actionsCommitted = 0;
let isStopping = false;

function die() {
  process.kill(process.pid, 'SIGKILL');
}

function reach(name) {
  if (name !== point) return;
  hits += 1;
  if (hits === Number(hitNumber)) die();
}

/** What the transaction on a connection has done so far. */
const progress = new WeakMap();

function noteBegin(connection) {
  progress.set(connection, { hasProposed: false, hasActed: false });
}

function noteStatement(connection, sql) {
  const work = progress.get(connection);
  if (work === undefined) return;
  if (sql.startsWith('insert into "pending_action"')) work.hasProposed = true;
  if (sql.startsWith('insert into "card_action"')) work.hasActed = true;
  if (sql.startsWith('update "pending_action" set "consumed_at"')) reach('after_consume');
}

async function commitWith(connection, commit) {
  const work = progress.get(connection) ?? {};
  progress.delete(connection);
  if (work.hasActed) reach('before_commit');
  if (work.hasActed && sabotage === 'answer-before-commit') {
    await connection.executeQuery({ sql: 'rollback', parameters: [], query: { kind: 'RawNode' } });
    return;
  }
  await commit();
  if (work.hasProposed) reach('after_proposal');
  if (!work.hasActed) return;
  actionsCommitted += 1;
  reach('after_commit');
  if (isStopping) reach('during_shutdown');
}

function rewrite(query) {
  if (sabotage !== 'consume-twice' && sabotage !== 'key-of-tool-call') return query;
  const sql = query.sql
    .replace(/^(update "pending_action" set "consumed_at".*?)and "consumed_at" is null/s, '$1')
    .replace(/^(update "card" set .*)("state" in \([^)]*\))/s, '$1($2 or 1 = 1)');
  return sql === query.sql ? query : { ...query, sql };
}

/** The action hangs on an id that differs between copies, as the id of a model's tool call does. */
async function rekeyAction(run, query) {
  const { sql, parameters } = query;
  if (sabotage !== 'key-of-tool-call' || !sql.startsWith('insert into "card_action"')) return query;
  const original = parameters[1];
  const copied = await run({ ...query, sql: sql.includes('$1') ? PICK_PG : PICK, parameters: [original] });
  const row = { ...copied.rows[0], id: randomUUID() };
  const names = Object.keys(row);
  const marks = names.map((_, index) => (sql.includes('$1') ? `$${index + 1}` : '?'));
  await run({
    ...query,
    sql: `insert into "pending_action" (${names.join()}) values (${marks.join()})`,
    parameters: Object.values(row),
  });
  return { ...query, parameters: parameters.map((value) => (value === original ? row.id : value)) };
}

const PICK = 'select * from pending_action where id = ?';
const PICK_PG = 'select * from pending_action where id = $1';

async function breakOffBeforeAudit(connection, query, { commit, begin }) {
  if (sabotage !== 'commit-before-audit' || !query.sql.startsWith('insert into "audit_entry"')) return;
  if (progress.get(connection)?.hasActed !== true) return;
  await commit();
  reach('before_audit');
  await begin();
}

async function runStatement(connection, query, { run, commit, begin }) {
  if (query.sql.startsWith('update "outbox" set "delivered_at"')) reach('after_bank_send_before_mark');
  await breakOffBeforeAudit(connection, query, { commit, begin });
  const result = await run(await rekeyAction(run, rewrite(query)));
  noteStatement(connection, query.sql);
  return result;
}

function patchLibsql() {
  const { executeQuery, begin, commit } = LibsqlConnection.prototype;
  LibsqlConnection.prototype.executeQuery = function (query) {
    const steps = {
      run: (step) => executeQuery.call(this, step),
      commit: () => commit.call(this),
      begin: () => begin.call(this),
    };
    return runStatement(this, query, steps);
  };
  LibsqlConnection.prototype.begin = async function () {
    await begin.call(this);
    noteBegin(this);
  };
  LibsqlConnection.prototype.commit = function () {
    return commitWith(this, () => commit.call(this));
  };
}

function patchPostgres() {
  const { executeQuery } = PostgresConnection.prototype;
  PostgresConnection.prototype.executeQuery = async function (query) {
    const run = (step) => executeQuery.call(this, step);
    const say = (sql) => run({ sql, parameters: [], query: { kind: 'RawNode' } });
    if (query.sql === 'commit') {
      await commitWith(this, () => run(query));
      return { rows: [] };
    }
    if (query.sql.startsWith('begin')) noteBegin(this);
    return runStatement(this, query, { run, commit: () => say('commit'), begin: () => say('begin') });
  };
}

/** A chunk that speaks of an action has left the process when it dies. */
function patchResponses() {
  const { write } = ServerResponse.prototype;
  ServerResponse.prototype.write = function (...parameters) {
    const isWritable = write.apply(this, parameters);
    const isStream = String(this.getHeader('content-type')).startsWith('text/event-stream');
    if (isStream && actionsCommitted > 0) setImmediate(reach, 'mid_sse');
    return isWritable;
  };
}

function tellPort() {
  const { listen } = Server.prototype;
  Server.prototype.listen = function (...parameters) {
    this.once('listening', () => process.send?.({ port: this.address().port }));
    return listen.apply(this, parameters);
  };
}

patchLibsql();
patchPostgres();
patchResponses();
tellPort();

if (point === 'during_shutdown') {
  process.once('SIGTERM', () => {
    isStopping = true;
    // An orderly end that comes first is cut short as well: the service ends itself with the signal that it got.
    process.once('exit', die);
    const { kill } = process;
    process.kill = (pid, signal) => kill.call(process, pid, pid === process.pid ? 'SIGKILL' : signal);
    setTimeout(die, Number(process.env.FAULT_SHUTDOWN_MS ?? '20'));
  });
}

// A harness that is gone leaves no service behind; that it is gone is heard only while its messages are listened to.
process.on('message', () => undefined);
process.on('disconnect', die);
process.channel?.unref();
