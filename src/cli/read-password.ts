import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { Writable } from 'node:stream'
import { NewPassword } from '../users/contract.ts'
import { Failure } from './output.ts'

/** A password from the first line of standard input. `Failure` where it will not do. */
export async function readPasswordFromStdin(): Promise<string> {
  const [line = ''] = (await text(process.stdin)).split(/\r?\n/, 1)
  return checkedPassword(line)
}

/** Asks a person for a password, twice, and shows nothing of it. `Failure` where it will not do. */
export async function askForPassword(): Promise<string> {
  const password = checkedPassword(await ask('Password: '))
  if ((await ask('The same again: ')) !== password) throw new Failure('The two passwords differ.')
  return password
}

async function ask(question: string): Promise<string> {
  process.stderr.write(question)
  // What is typed is echoed to here, and so nowhere.
  const nowhere = new Writable({
    write: (_chunk, _encoding, done) => {
      done()
    },
  })
  const terminal = createInterface({ input: process.stdin, output: nowhere, terminal: true })
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  terminal.on('line', resolve)
  // Ctrl-C and Ctrl-D; after a line it is no news.
  terminal.on('close', () => {
    reject(new Failure('No password was given.'))
  })
  try {
    return await promise
  } finally {
    terminal.close()
    process.stderr.write('\n')
  }
}

function checkedPassword(given: string): string {
  const { success, data, error } = NewPassword.safeParse(given)
  if (!success) throw new Failure(`The password ${error.issues.map(({ message }) => message).join(', ')}.`)
  return data
}
