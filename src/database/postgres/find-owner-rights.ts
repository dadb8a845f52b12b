import { type Kysely, sql } from 'kysely';

interface Rights {
  readonly is_superuser: boolean;
  readonly creates_roles: boolean;
  readonly acts_as_table_owner: boolean;
  readonly acts_as_schema_owner: boolean;
  readonly acts_as_database_owner: boolean;
  readonly acts_as_system: boolean;
}

const MEANINGS: Readonly<Record<keyof Rights, string>> = {
  is_superuser: 'it is a superuser',
  creates_roles: 'it may create roles, and so make itself a member of others',
  acts_as_table_owner: 'it owns the tables, or is a member of their owner',
  acts_as_schema_owner: 'it owns the schema, or is a member of its owner, and may drop what is in it',
  acts_as_database_owner: 'it owns the database, or is a member of its owner',
  acts_as_system: 'it is a member of a role that may write all data, write files or run programs on the server',
};

/** What stands beside ownership; a version of PostgreSQL that lacks one of them has no member of it either. */
const SYSTEM_ROLES = ['pg_write_all_data', 'pg_write_server_files', 'pg_execute_server_program', 'pg_maintain'];

/**
 * Why a role could change the audit whatever is granted to it table by table, half a sentence each; nothing where it
 * could not. Whether a membership is inherited or has to be taken on first makes no difference.
 */
export async function findOwnerRights<Schema>(queries: Kysely<Schema>, role: string): Promise<readonly string[]> {
  const { rows } = await sql<Rights>`
    select
      r.rolsuper as is_superuser,
      r.rolcreaterole as creates_roles,
      coalesce(pg_has_role(r.oid, t.relowner, 'member'), false) as acts_as_table_owner,
      coalesce(pg_has_role(r.oid, s.nspowner, 'member'), false) as acts_as_schema_owner,
      pg_has_role(r.oid, d.datdba, 'member') as acts_as_database_owner,
      exists (
        select 1 from pg_roles m where m.rolname in (${sql.join(SYSTEM_ROLES)}) and pg_has_role(r.oid, m.oid, 'member')
      ) as acts_as_system
    from pg_roles r
    join pg_database d on d.datname = current_database()
    left join pg_namespace s on s.nspname = current_schema()
    left join pg_class t on t.oid = to_regclass('audit_entry')
    where r.rolname = ${role}`.execute(queries);
  const [rights] = rows;
  if (rights === undefined) return ['it cannot be found'];
  // Everything else follows from it, and would only hide it.
  if (rights.is_superuser) return [MEANINGS.is_superuser];
  return Object.entries(MEANINGS).flatMap(([right, meaning]) => (rights[right as keyof Rights] ? [meaning] : []));
}
