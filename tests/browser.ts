import type { InjectOptions, LightMyRequestResponse } from 'fastify'
import { Session } from '../src/users/contract.ts'
import { changeUser, makeUser } from '../src/users/change-users.ts'
import { hashPassword } from '../src/users/password.ts'
import type { UserRow } from '../src/users/queries.ts'
import type { KeyRole } from '../src/keys/contract.ts'
import { checkReply } from './check-reply.ts'
import type { Service } from './harness.ts'

export const EMAIL = 'ada@example.org'
export const PASSWORD = 'nine rivers and a bridge'

const BY_TEST = { actor: 'test' }

/** Adds somebody who may sign in with `EMAIL` and `PASSWORD`. */
export async function addUser(
  { deps }: Service,
  { email = EMAIL, role = 'editor' }: { email?: string; role?: KeyRole } = {},
): Promise<UserRow> {
  const passwordHash = await hashPassword(PASSWORD)
  return deps.store.write((tx) =>
    makeUser(tx, deps, { email, name: 'Ada Byron', role, passwordHash }, BY_TEST),
  )
}

/** Lets somebody in no more. */
export async function disable({ deps }: Service, id: string): Promise<void> {
  await deps.store.write((tx) => changeUser(tx, deps, id, { patch: { disabled: true }, by: BY_TEST }))
}

/** What a browser is to the service: it keeps cookies and sends them with everything. Replies are checked. */
export class Browser {
  /** Of the session. */
  cookie: string | undefined
  /** That somebody signed in here before. */
  device: string | undefined
  csrfToken: string | undefined
  readonly #service: Service

  constructor(service: Service) {
    this.#service = service
  }

  async send(
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    url: string,
    more: InjectOptions = {},
  ): Promise<LightMyRequestResponse> {
    const { app } = this.#service
    const cookie = [this.cookie, this.device].filter(Boolean).join('; ')
    const headers = { ...(cookie && { cookie }), ...more.headers }
    const reply = await app.inject({ ...more, method, url, headers })
    const { pathname, search } = new URL(url, 'http://service.test')
    checkReply(method, pathname, search, reply)
    for (const given of [reply.headers['set-cookie'] ?? []].flat()) {
      const [pair = ''] = given.split(';', 1)
      if (pair.startsWith('__Host-colloquy-device=')) this.device = pair
      else this.cookie = given.includes('Max-Age=0;') ? undefined : pair
    }
    return reply
  }

  /** Tries to sign in. */
  async tryToSignIn(
    { email = EMAIL, password = PASSWORD }: { email?: string; password?: string } = {},
    more: InjectOptions = {},
  ): Promise<LightMyRequestResponse> {
    return this.send('POST', '/v1/session', { ...more, payload: { email, password } })
  }

  /** Signs in; throws where that is refused. */
  async signIn(): Promise<Session> {
    const reply = await this.tryToSignIn()
    const session = Session.parse(reply.json())
    this.csrfToken = session.csrfToken
    return session
  }

  /** Sends as a page of ours does, with the token. */
  async write(
    method: 'POST' | 'PATCH' | 'DELETE',
    url: string,
    more: InjectOptions = {},
  ): Promise<LightMyRequestResponse> {
    const headers = { 'x-csrf-token': this.csrfToken, ...more.headers }
    return this.send(method, url, { ...more, headers })
  }
}
