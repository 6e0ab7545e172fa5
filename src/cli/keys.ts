import { Command, InvalidArgumentError, Option } from 'commander'
import { endKey, issueKey } from '../keys/change-keys.ts'
import { KEY_ROLES, KeyExpiry, KeyName, KeyRole } from '../keys/contract.ts'
import { type Key, listKeys } from '../keys/queries.ts'
import { BY_CLI, checked } from './checked.ts'
import { withDeps } from './open-deps.ts'
import { Failure, print, printJson } from './output.ts'

const DAY_MS = 24 * 60 * 60 * 1000
/** Longer than a hundred years is a slip of the finger. */
const DAYS_MAX = 36_500

export function keysCommand(): Command {
  return new Command('keys')
    .description('make, list and revoke API keys')
    .addCommand(createCommand())
    .addCommand(listCommand())
    .addCommand(revokeCommand())
}

/** A moment, or so long from now. */
type Expiry = { at: string } | { inMs: number }

function createCommand(): Command {
  return new Command('create')
    .description('make a key; it is shown this once')
    .addOption(new Option('--role <role>', 'what the key may do').choices(KEY_ROLES).makeOptionMandatory())
    .requiredOption('--name <name>', 'whose key it is', checked(KeyName))
    .option('--expires <when>', 'when it ends: in days (90d), or a date (2027-01-01)', readExpiry)
    .option('--json', 'print {"id", "key", "role", "name"}, and "expiresAt" where it ends')
    .action(({ role, name, expires, json }: { role: string; name: string; expires?: Expiry; json?: true }) =>
      withDeps(async ({ store, ...world }) => {
        const expiresAt = expires && momentOf(expires, world.now())
        const wanted = { role: KeyRole.parse(role), name, expiresAt }
        const { id, key } = await store.write((tx) => issueKey(tx, world, wanted, BY_CLI))
        if (json) printJson({ id, key, role, name, expiresAt })
        else {
          const about = [id, role, name, ...(expiresAt === undefined ? [] : [`expires ${expiresAt}`])]
          print(`${key}\n\nThis is the only time the key is shown (${about.join(', ')}).`)
        }
      }),
    )
}

function listCommand(): Command {
  return new Command('list')
    .description('list the keys, without what is secret in them')
    .option('--json', 'print them as JSON')
    .action(({ json }: { json?: true }) =>
      withDeps(async ({ store, now }) => {
        const keys = await listKeys(store.read)
        if (json) printJson(keys)
        else for (const key of keys) print(lineOf(key, now()))
      }),
    )
}

function revokeCommand(): Command {
  return new Command('revoke')
    .description('end a key at once')
    .argument('<id>', 'id of the key, as `keys list` has it')
    .action((id: string) =>
      withDeps(async ({ store, ...world }) => {
        const isEnded = await store.write((tx) => endKey(tx, world, id, BY_CLI))
        if (!isEnded) throw new Failure(`No key ${id} is in force. \`colloquy keys list\` shows them.`)
        print(`${id} is revoked.`)
      }),
    )
}

function lineOf({ id, prefix, role, name, lastUsedAt, expiresAt, revokedAt }: Key, now: Date): string {
  const end = expiresAt !== null && expiresAt <= now.toISOString() ? 'expired' : 'expires'
  return [
    id,
    `${prefix}…`,
    role.padEnd(6),
    name,
    `last used ${lastUsedAt ?? 'never'}`,
    ...(expiresAt === null ? [] : [`${end} ${expiresAt}`]),
    ...(revokedAt === null ? [] : [`revoked ${revokedAt}`]),
  ].join('  ')
}

function readExpiry(value: string): Expiry {
  const days = /^(\d{1,6})d$/.exec(value)?.[1]
  if (days !== undefined && Number(days) >= 1 && Number(days) <= DAYS_MAX)
    return { inMs: Number(days) * DAY_MS }
  const { success, data } = KeyExpiry.safeParse(value)
  if (!success) throw new InvalidArgumentError('It is neither days (90d) nor a date (2027-01-01).')
  return { at: data }
}

function momentOf(expiry: Expiry, now: Date): string {
  return 'at' in expiry ? expiry.at : new Date(now.getTime() + expiry.inMs).toISOString()
}
