import { Command, InvalidArgumentError, Option } from 'commander'
import type { z } from 'zod'
import { KEY_ROLES, KeyName, KeyRole } from '../keys/contract.ts'
import { createKey, listKeys, revokeKey } from '../keys/queries.ts'
import { withDeps } from './open-deps.ts'
import { Failure, print, printJson } from './output.ts'

export function keysCommand(): Command {
  return new Command('keys')
    .description('make, list and revoke API keys')
    .addCommand(createCommand())
    .addCommand(listCommand())
    .addCommand(revokeCommand())
}

function createCommand(): Command {
  return new Command('create')
    .description('make a key; it is shown this once')
    .addOption(new Option('--role <role>', 'what the key may do').choices(KEY_ROLES).makeOptionMandatory())
    .requiredOption('--name <name>', 'whose key it is', checked(KeyName))
    .option('--json', 'print {"id", "key", "role", "name"}')
    .action(({ role, name, json }: { role: string; name: string; json?: true }) =>
      withDeps(async ({ store, ...world }) => {
        const created = await store.write((tx) => createKey(tx, world, { role: KeyRole.parse(role), name }))
        if (json) printJson(created)
        else
          print(`${created.key}\n\nThis is the only time the key is shown (${created.id}, ${role}, ${name}).`)
      }),
    )
}

function listCommand(): Command {
  return new Command('list')
    .description('list the keys, without what is secret in them')
    .option('--json', 'print them as JSON')
    .action(({ json }: { json?: true }) =>
      withDeps(async ({ store }) => {
        const keys = await listKeys(store.read)
        if (json) printJson(keys)
        else
          for (const { id, prefix, role, name, revokedAt } of keys)
            print(`${id}  ${prefix}…  ${role.padEnd(6)}  ${name}${revokedAt ? `  revoked ${revokedAt}` : ''}`)
      }),
    )
}

function revokeCommand(): Command {
  return new Command('revoke')
    .description('end a key at once')
    .argument('<id>', 'id of the key, as `keys list` has it')
    .action((id: string) =>
      withDeps(async ({ store, ...world }) => {
        const revoked = await store.write((tx) => revokeKey(tx, world, id))
        if (!revoked) throw new Failure(`No key ${id} is in force. \`colloquy keys list\` shows them.`)
        print(`${id} is revoked.`)
      }),
    )
}

function checked(schema: z.ZodType<string>): (value: string) => string {
  return (value) => {
    const { success, data, error } = schema.safeParse(value)
    if (!success) throw new InvalidArgumentError(error.issues.map(({ message }) => message).join(' '))
    return data
  }
}
