import { z } from 'zod'
import type { Deps } from '../deps.ts'
import { operation } from '../http/openapi.ts'
import { pageRequestOf, presentPage } from '../http/page.ts'
import type { App } from '../http/server.ts'
import { byOf, requireRole } from '../keys/authorize.ts'
import { refuseIdempotencyKey } from '../keys/refuse-idempotency-key.ts'
import { changeUser, makeUser } from './change-users.ts'
import { NewUser, User, UserListQuery, UserPage, UserPatch } from './contract.ts'
import { hashPassword } from './password.ts'
import { presentUser } from './present.ts'
import { pageOfUsers } from './queries.ts'

const list = operation({
  id: 'listUsers',
  tag: 'access',
  summary: 'Who may sign in, newest first',
  description: 'And who no longer may. Needs the role `admin`.',
  query: UserListQuery,
  replies: { 200: { description: 'A page of users.', shape: UserPage } },
  problems: ['cursor_mismatch'],
  needsKey: true,
})

const create = operation({
  id: 'createUser',
  tag: 'access',
  summary: 'Let somebody sign in',
  description:
    'The same again is 409: `Idempotency-Key` is not taken, for a password is kept nowhere, and in no form to be guessed from. Needs the role `admin`.',
  body: NewUser,
  replies: { 201: { description: 'The user.', shape: User } },
  problems: ['conflict'],
  needsKey: true,
})

const patch = operation({
  id: 'updateUser',
  tag: 'access',
  summary: 'Change what a user is called or may do',
  description: 'It holds at once, for sessions that there are as well. Needs the role `admin`.',
  params: z.object({ id: z.string().meta({ description: 'Id of the user.' }) }),
  body: UserPatch,
  replies: { 200: { description: 'The user.', shape: User } },
  problems: ['not_found'],
  needsKey: true,
})

const SORT = '-id'

/** `/v1/users` for admins. */
export function userRoutes(app: App, deps: Deps): void {
  const { store } = deps
  const onRequest = requireRole(deps, 'admin')

  app.get('/v1/users', { schema: list, onRequest }, async (request, reply) => {
    const { query } = request
    reply.header('cache-control', 'no-store')
    const page = await pageOfUsers(store.read, pageRequestOf(request, query, SORT))
    return presentPage({ request, reply, sort: SORT }, query, page, ({ row }) => presentUser(row))
  })

  app.post('/v1/users', { schema: create, onRequest }, async (request, reply) => {
    refuseIdempotencyKey(request)
    const { password, ...wanted } = request.body
    const passwordHash = await hashPassword(password)
    const user = await store.write((tx) => makeUser(tx, deps, { ...wanted, passwordHash }, byOf(request)))
    return reply.code(201).header('cache-control', 'no-store').send(presentUser(user))
  })

  app.patch('/v1/users/:id', { schema: patch, onRequest }, async (request, reply) => {
    const { params, body } = request
    const change = { patch: body, by: byOf(request) }
    const user = await store.write((tx) => changeUser(tx, deps, params.id, change))
    reply.header('cache-control', 'no-store')
    return presentUser(user)
  })
}
