import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { appendAudit } from '../audit/append.ts'
import type { Db } from '../db/store.ts'
import type { Deps } from '../deps.ts'
import { answerOnce } from '../http/answer-once.ts'
import { requireEntityTag } from '../http/if-match.ts'
import { operation } from '../http/openapi.ts'
import type { App } from '../http/server.ts'
import { authorOf, byOf, requireRole } from '../keys/authorize.ts'
import { badMember, Problem } from '../problem.ts'
import { NewPerson, Person, PersonMerge, PersonPatch } from './contract.ts'
import { createPerson, deletePerson, findPersonRecord, updatePerson } from './edit-people.ts'
import { mergePerson } from './merge.ts'
import { etagOf, presentPerson } from './present.ts'
import { findPerson } from './queries.ts'
import type { PersonRecord } from './resolve.ts'

const params = z.object({ idOrSlug: z.string().meta({ description: 'Id or slug.' }) })
const personReply = { description: 'The person, with the new `ETag`.', shape: Person }
const needs = { tag: 'people' as const, needsKey: true }

const create = operation({
  ...needs,
  id: 'createPerson',
  summary: 'Make a person',
  description: 'Readers see them once they stand on a published article. Two people may have one name.',
  body: NewPerson,
  isIdempotent: true,
  replies: { 201: personReply },
  problems: ['conflict'],
})

const patch = operation({
  ...needs,
  id: 'updatePerson',
  summary: 'Change a person',
  description:
    'A merge patch (RFC 7396). The slug changes only where one is sent; the old one leads here. Every reply that shows the person shows the new name when this is answered.',
  params,
  body: PersonPatch,
  needsMatch: true,
  replies: { 200: personReply },
  problems: ['not_found', 'conflict'],
})

const remove = operation({
  ...needs,
  id: 'deletePerson',
  summary: 'Delete a person on no article',
  description:
    'Only published articles count: a draft that names them makes them anew when it is published. Their slugs are free again.',
  params,
  needsMatch: true,
  replies: { 204: { description: 'They are gone.' } },
  problems: ['not_found', 'conflict'],
})

const merge = operation({
  ...needs,
  id: 'mergePerson',
  summary: 'Make one person of two',
  description:
    'Names, addresses and articles go to `into`; so do title and biography, where it has none. The old id and slugs lead there. This cannot be undone.',
  params,
  body: PersonMerge,
  needsMatch: true,
  isIdempotent: true,
  replies: { 200: { description: 'Who it turned out to be, with the new `ETag`.', shape: Person } },
  problems: ['not_found', 'conflict'],
})

/** `/v1/people` for editors. */
export function personEditingRoutes(app: App, deps: Deps): void {
  const onRequest = requireRole(deps, 'editor')
  const path = '/v1/people/:idOrSlug'

  app.post('/v1/people', { schema: create, onRequest }, (request, reply) =>
    answerOnce(deps, { request, reply, actor: authorOf(request) }, async (tx) => {
      const id = await createPerson(tx, deps, request.body)
      await note(tx, deps, request, { action: 'create', id })
      const { headers, body } = await answerOf(tx, deps, id)
      return { status: 201, body, headers: { ...headers, location: `/v1/people/${id}` } }
    }),
  )

  app.patch(path, { schema: patch, onRequest }, (request, reply) =>
    actOnPerson(deps, { request, reply }, async (tx, person) => {
      await updatePerson(tx, deps, person, request.body)
      await note(tx, deps, request, { action: 'update', id: person.id })
      return person.id
    }),
  )

  app.delete(path, { schema: remove, onRequest }, (request, reply) =>
    actOnPerson(deps, { request, reply }, async (tx, person) => {
      await deletePerson(tx, person)
      await note(tx, deps, request, { action: 'delete', id: person.id })
      return null
    }),
  )

  app.post(`${path}/merge`, { schema: merge, onRequest }, (request, reply) =>
    actOnPerson(deps, { request, reply }, async (tx, person) => {
      const into = await findPersonRecord(tx, request.body.into)
      if (!into) throw badMember('/into', 'Nobody has this id or slug.')
      await mergePerson(tx, deps, person, into)
      for (const { id } of [person, into]) await note(tx, deps, request, { action: 'merge', id })
      return into.id
    }),
  )
}

interface Asked {
  request: FastifyRequest<{ Params: { idOrSlug: string } }>
  reply: FastifyReply
}

/**
 * Does something to the person that a request names, where it knows their present state, in one transaction; answers
 * with the person whose id comes of it, null with no content.
 */
function actOnPerson(
  deps: Deps,
  { request, reply }: Asked,
  act: (tx: Db, person: PersonRecord) => Promise<string | null>,
): Promise<FastifyReply> {
  return answerOnce(deps, { request, reply, actor: authorOf(request) }, async (tx) => {
    const person = await findPersonRecord(tx, request.params.idOrSlug)
    if (!person) throw new Problem('not_found', 'Nobody has this id or slug.')
    requireEntityTag(request, etagOf(person))
    const id = await act(tx, person)
    return id === null ? { status: 204, body: null } : { status: 200, ...(await answerOf(tx, deps, id)) }
  })
}

async function answerOf(
  tx: Db,
  { config }: Deps,
  id: string,
): Promise<{ body: Person; headers: Record<string, string> }> {
  const row = await findPerson(tx, id, { everyone: true })
  if (!row) throw new Error(`Person ${id} is gone.`)
  return { body: presentPerson(row, config.siteUrl, true), headers: { etag: etagOf(row) } }
}

async function note(
  tx: Db,
  deps: Deps,
  request: FastifyRequest,
  { action, id }: { action: string; id: string },
): Promise<void> {
  await appendAudit(tx, deps, { ...byOf(request), action: `person.${action}`, resource: 'person', id })
}
