import { z } from 'zod'
import type { Deps } from '../deps.ts'
import { operation } from '../http/openapi.ts'
import { pageRequestOf, presentPage } from '../http/page.ts'
import type { App } from '../http/server.ts'
import { Problem } from '../problem.ts'
import { byOf, requireRole } from './authorize.ts'
import { endKey, issueKey } from './change-keys.ts'
import { CreatedKey, KeyListQuery, KeyPage, NewKey } from './contract.ts'
import { noteUses } from './note-uses.ts'
import { presentCreatedKey, presentKey } from './present.ts'
import { pageOfKeys } from './queries.ts'
import { refuseIdempotencyKey } from './refuse-idempotency-key.ts'

const list = operation({
  id: 'listKeys',
  tag: 'access',
  summary: 'Every key ever made, newest first',
  description: 'Without what is secret in them. Needs the role `admin`.',
  query: KeyListQuery,
  replies: { 200: { description: 'A page of keys.', shape: KeyPage } },
  problems: ['cursor_mismatch'],
  needsKey: true,
})

const create = operation({
  id: 'createKey',
  tag: 'access',
  summary: 'Make a key',
  description:
    'It is shown this once. So `Idempotency-Key` is not taken: the answer is kept nowhere to be given again. Needs the role `admin`.',
  body: NewKey,
  replies: { 201: { description: 'The key.', shape: CreatedKey } },
  needsKey: true,
})

const revoke = operation({
  id: 'revokeKey',
  tag: 'access',
  summary: 'End a key at once',
  description: 'Needs the role `admin`.',
  params: z.object({ id: z.string().meta({ description: 'Id of the key.' }) }),
  replies: { 204: { description: 'It is refused from now on.' } },
  problems: ['not_found'],
  needsKey: true,
})

const SORT = '-id'

/** `/v1/keys` for admins; and when each key was last used. */
export function keyRoutes(app: App, deps: Deps): void {
  const { store } = deps
  const onRequest = requireRole(deps, 'admin')
  noteUses(app, deps)

  app.get('/v1/keys', { schema: list, onRequest }, async (request, reply) => {
    const { query } = request
    reply.header('cache-control', 'no-store')
    const page = await pageOfKeys(store.read, pageRequestOf(request, query, SORT))
    return presentPage({ request, reply, sort: SORT }, query, page, ({ row }) => presentKey(row))
  })

  app.post('/v1/keys', { schema: create, onRequest }, async (request, reply) => {
    refuseIdempotencyKey(request)
    const created = await store.write((tx) => issueKey(tx, deps, request.body, byOf(request)))
    return reply.code(201).header('cache-control', 'no-store').send(presentCreatedKey(created))
  })

  app.delete('/v1/keys/:id', { schema: revoke, onRequest }, async (request, reply) => {
    const isEnded = await store.write((tx) => endKey(tx, deps, request.params.id, byOf(request)))
    if (!isEnded) throw new Problem('not_found', 'No key of this id is in force.')
    return reply.code(204).header('cache-control', 'no-store').send()
  })
}
