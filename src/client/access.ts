import type { z } from 'zod'
import type { AuditPage, AuditQuery } from '../audit/contract.ts'
import type { ApiKey, CreatedKey, KeyListQuery, KeyPage, NewKey } from '../keys/contract.ts'
import type {
  Credentials,
  NewUser,
  Session,
  User,
  UserListQuery,
  UserPage,
  UserPatch,
} from '../users/contract.ts'
import { toQuery } from './query.ts'
import { type ClientOptions, request } from './request.ts'

export type { ApiKey, AuditPage, CreatedKey, Session, User }

/** Who may do what, and who did; all but `session` needs the role `admin`. */
export interface Access {
  keys: {
    /** Every key ever made, the newest first. */
    list(options?: z.input<typeof KeyListQuery>): Promise<KeyPage>
    /** Makes a key; it is shown this once. */
    create(key: z.input<typeof NewKey>): Promise<CreatedKey>
    /** Ends a key at once. */
    revoke(id: string): Promise<void>
  }
  users: {
    /** Who may sign in and who no longer may, the newest first. */
    list(options?: z.input<typeof UserListQuery>): Promise<UserPage>
    create(user: z.input<typeof NewUser>): Promise<User>
    update(id: string, patch: z.input<typeof UserPatch>): Promise<User>
  }
  audit: {
    /** Who did what, the newest first. A filter takes `'a,b'` for any. */
    list(options?: z.input<typeof AuditQuery>): Promise<AuditPage>
  }
  /** For pages in a browser, which keeps the cookie. Writing needs the option `csrfToken` then. */
  session: {
    signIn(credentials: z.input<typeof Credentials>): Promise<Session>
    get(): Promise<Session>
    signOut(): Promise<void>
  }
}

/** The part of the client that is about who may do what. */
export function access(options: ClientOptions): Access {
  const get = <T>(path: string, query: object = {}) =>
    request<T>(options, 'GET', path, { query: toQuery(query) })
  const post = <T>(path: string, body: object) => request<T>(options, 'POST', path, { body })
  const remove = (path: string) => request<undefined>(options, 'DELETE', path, {})
  return {
    keys: {
      list: (query) => get('/v1/keys', query),
      create: (key) => post('/v1/keys', key),
      revoke: (id) => remove(`/v1/keys/${encodeURIComponent(id)}`),
    },
    users: {
      list: (query) => get('/v1/users', query),
      create: (user) => post('/v1/users', user),
      update: (id, body) =>
        request(options, 'PATCH', `/v1/users/${encodeURIComponent(id)}`, {
          body,
          contentType: 'application/merge-patch+json',
        }),
    },
    audit: { list: (query) => get('/v1/audit', query) },
    session: {
      signIn: (credentials) => post('/v1/session', credentials),
      get: () => get('/v1/session'),
      signOut: () => remove('/v1/session'),
    },
  }
}
