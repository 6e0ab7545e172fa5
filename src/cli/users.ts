import { Command, Option } from 'commander'
import type { Db } from '../db/store.ts'
import type { World } from '../deps.ts'
import { KEY_ROLES, KeyRole } from '../keys/contract.ts'
import { changePassword, changeUser, makeUser } from '../users/change-users.ts'
import { Email, UserName } from '../users/contract.ts'
import { hashPassword } from '../users/password.ts'
import { presentUser } from '../users/present.ts'
import { findUser, findUserByEmail, listUsers, type UserRow } from '../users/queries.ts'
import { BY_CLI, checked } from './checked.ts'
import { withDeps } from './open-deps.ts'
import { Failure, print, printJson } from './output.ts'
import { askForPassword, readPasswordFromStdin } from './read-password.ts'

/** 144 random bits: easier to copy than 256. */
const GENERATED_CHARS = 24
const PASSWORD_STDIN =
  'read the password from standard input; else it is asked for, or without a terminal made up'
const WHO = 'e-mail address or id of the user'

export function usersCommand(): Command {
  return new Command('users')
    .description('make, list and disable those who sign in, and set their passwords')
    .addCommand(createCommand())
    .addCommand(listCommand())
    .addCommand(disableCommand(true))
    .addCommand(disableCommand(false))
    .addCommand(passwordCommand())
}

interface CreateOptions {
  email: string
  name: string
  role: string
  passwordStdin?: true
  json?: true
}

function createCommand(): Command {
  return new Command('create')
    .description('let somebody sign in')
    .requiredOption('--email <email>', 'e-mail address to sign in with', checked(Email))
    .requiredOption('--name <name>', 'what they do is signed with it', checked(UserName))
    .addOption(new Option('--role <role>', 'what they may do').choices(KEY_ROLES).makeOptionMandatory())
    .option('--password-stdin', PASSWORD_STDIN)
    .option('--json', 'print the user as JSON, with "password" where it was made up')
    .action(({ email, name, role, passwordStdin, json }: CreateOptions) =>
      withDeps(async ({ store, ...world }) => {
        if (await findUserByEmail(store.read, email)) throw new Failure(`There is a user ${email} already.`)
        const { password, shown } = await newPassword(world, passwordStdin)
        const wanted = { email, name, role: KeyRole.parse(role), passwordHash: await hashPassword(password) }
        const user = await store.write((tx) => makeUser(tx, world, wanted, BY_CLI))
        if (json) printJson({ ...presentUser(user), ...shown })
        else print(`${user.id}  ${email} may sign in as ${role}.`)
        if (!json && shown) printPassword(shown.password)
      }),
    )
}

function listCommand(): Command {
  return new Command('list')
    .description('list who may sign in, and who no longer may')
    .option('--json', 'print them as JSON')
    .action(({ json }: { json?: true }) =>
      withDeps(async ({ store }) => {
        const users = (await listUsers(store.read)).map(presentUser)
        if (json) printJson(users)
        else
          for (const { id, email, role, name, disabledAt } of users)
            print(
              `${id}  ${role.padEnd(6)}  ${email}  ${name}${disabledAt ? `  disabled ${disabledAt}` : ''}`,
            )
      }),
    )
}

function disableCommand(disabled: boolean): Command {
  return new Command(disabled ? 'disable' : 'enable')
    .description(disabled ? 'sign somebody out and let them in no more' : 'let somebody sign in again')
    .argument('<user>', WHO)
    .action((who: string) =>
      withDeps(async ({ store, ...world }) => {
        const { id, email } = await getUser(store.read, who)
        await store.write((tx) => changeUser(tx, world, id, { patch: { disabled }, by: BY_CLI }))
        print(disabled ? `${email} is disabled.` : `${email} may sign in.`)
      }),
    )
}

function passwordCommand(): Command {
  return new Command('password')
    .description('give somebody another password, and sign them out')
    .argument('<user>', WHO)
    .option('--password-stdin', PASSWORD_STDIN)
    .option('--json', 'print {"id", "email"}, and "password" where it was made up')
    .action((who: string, { passwordStdin, json }: { passwordStdin?: true; json?: true }) =>
      withDeps(async ({ store, ...world }) => {
        const { id, email } = await getUser(store.read, who)
        const { password, shown } = await newPassword(world, passwordStdin)
        const passwordHash = await hashPassword(password)
        await store.write((tx) => changePassword(tx, world, id, { passwordHash, by: BY_CLI }))
        if (json) printJson({ id, email, ...shown })
        else print(`${email} has another password.`)
        if (!json && shown) printPassword(shown.password)
      }),
    )
}

/** `shown` is there where nobody knows the password yet. */
async function newPassword(
  world: World,
  fromStdin: boolean | undefined,
): Promise<{ password: string; shown?: { password: string } }> {
  if (fromStdin) return { password: await readPasswordFromStdin() }
  if (process.stdin.isTTY) return { password: await askForPassword() }
  const password = world.newSecret().slice(0, GENERATED_CHARS)
  return { password, shown: { password } }
}

function printPassword(password: string): void {
  print(`${password}\n\nThis is the only time the password is shown.`)
}

async function getUser(db: Db, who: string): Promise<UserRow> {
  const user = who.includes('@') ? await findUserByEmail(db, who.toLowerCase()) : await findUser(db, who)
  if (!user) throw new Failure(`There is no user ${who}. \`colloquy users list\` shows them.`)
  return user
}
