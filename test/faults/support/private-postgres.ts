import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';

const BINARIES = '/usr/lib/postgresql';
const USER = 'postgres';

/** A PostgreSQL server of the experiment's own, which may be killed. */
export class PrivatePostgres {
  private server: ChildProcess | undefined;

  private constructor(
    private readonly directory: string,
    private readonly port: number,
  ) {}

  /** @returns `undefined` where PostgreSQL's programs are not installed. */
  static async create({ isDurable }: { readonly isDurable: boolean }): Promise<PrivatePostgres | undefined> {
    if (findProgram('initdb') === undefined) return undefined;
    const directory = mkdtempSync(join(tmpdir(), 'tellerline-postgres-'));
    const { uid, gid } = findUser();
    chownSync(directory, uid, gid);
    const postgres = new PrivatePostgres(directory, await findFreePort());
    const initdb = [...asUser(), findProgram('initdb') ?? '', '-D', join(directory, 'data'), '-A', 'trust', '-U', USER];
    execFileSync(initdb[0] ?? '', initdb.slice(1), { cwd: directory, stdio: 'ignore' });
    await postgres.start(isDurable);
    return postgres;
  }

  get url(): string {
    return `postgres://${USER}@127.0.0.1:${this.port}/postgres`;
  }

  /** Kills the server and every process of its own, and starts it again on what is on the disk. */
  async crash(isDurable: boolean): Promise<void> {
    await this.kill();
    await this.start(isDurable);
  }

  async remove(): Promise<void> {
    await this.kill();
    rmSync(this.directory, { recursive: true, force: true });
  }

  private async start(isDurable: boolean): Promise<void> {
    const settings = ['-p', String(this.port), '-k', this.directory, '-c', 'listen_addresses=127.0.0.1'];
    // Without durability the log is written out late, so that a kill surely loses something.
    if (!isDurable)
      settings.push('-c', 'synchronous_commit=off', '-c', 'wal_writer_delay=10s', '-c', 'wal_writer_flush_after=0');
    const command = [...asUser(), findProgram('postgres') ?? '', '-D', join(this.directory, 'data'), ...settings];
    this.server = spawn(command[0] ?? '', command.slice(1), { cwd: this.directory, stdio: 'ignore', detached: true });
    while (!(await answers(this.url))) await sleep(30);
  }

  /** Without the parent's leave the children of a killed postmaster finish what they are doing: all die together. */
  private async kill(): Promise<void> {
    const { server } = this;
    if (server?.pid === undefined) return;
    const exited = once(server, 'exit');
    for (const pid of [...listDescendants(server.pid), server.pid]) killNow(pid);
    if (server.exitCode === null && server.signalCode === null) await exited;
    rmSync(join(this.directory, 'data', 'postmaster.pid'), { force: true });
  }
}

function killNow(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

function listDescendants(parent: number): readonly number[] {
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && readParent(name) === parent)
    .map(Number);
  return children.flatMap((child) => [child, ...listDescendants(child)]);
}

function readParent(pid: string): number | undefined {
  try {
    return Number(/\) \S (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1]);
  } catch {
    return undefined;
  }
}

function findProgram(name: string): string | undefined {
  if (!existsSync(BINARIES)) return undefined;
  const versions = readdirSync(BINARIES).sort().reverse();
  return versions.map((version) => join(BINARIES, version, 'bin', name)).find((path) => existsSync(path));
}

/** The server refuses to run as root. */
function asUser(): readonly string[] {
  return process.getuid?.() === 0 ? ['setpriv', `--reuid=${USER}`, `--regid=${USER}`, '--clear-groups'] : [];
}

function findUser(): { readonly uid: number; readonly gid: number } {
  if (process.getuid?.() !== 0) return { uid: process.getuid?.() ?? -1, gid: process.getgid?.() ?? -1 };
  const ask = (flag: string): number => Number(execFileSync('id', [flag, USER], { encoding: 'utf8' }));
  return { uid: ask('-u'), gid: ask('-g') };
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

async function answers(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 500 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}
