// The compiler follows what a schema makes of a body for known types only: here it is told.
/* eslint-disable @typescript-eslint/consistent-type-assertions */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { appendAudit } from '../audit/append.ts'
import type { Db } from '../db/store.ts'
import type { Deps } from '../deps.ts'
import { type Answer, answerOnce } from '../http/answer-once.ts'
import { requireEntityTag } from '../http/if-match.ts'
import { operation } from '../http/openapi.ts'
import type { App } from '../http/server.ts'
import { authorOf, byOf, requireRole } from '../keys/authorize.ts'
import { badMember, Problem } from '../problem.ts'
import { refuseContradictions } from './refuse-contradictions.ts'

interface Words {
  summary: string
  description: string
  /** What the reply is. */
  reply: string
}

interface Described<New, Patch> {
  name: 'Person' | 'Topic'
  tag: 'people' | 'topics'
  shapes: {
    new: z.ZodType<New>
    patch: z.ZodType<Patch>
    merge: z.ZodType<{ into: string }>
    shown: z.ZodType
  }
  words: Record<'create' | 'update' | 'delete' | 'merge', Words>
}

type NamedOperations<New, Patch> = ReturnType<typeof namedOperations<New, Patch>>

/** A kind of thing that has a name and may turn out to be another one: how it is described, and what is done to it. */
export interface NamedKind<Row extends { id: string }, New, Patch extends object> {
  kind: 'person' | 'topic'
  /** Where they are: `/v1/people`. */
  path: string
  operations: NamedOperations<New, Patch>
  /** Members that may be sent back as they came. */
  readOnly: readonly string[]
  /** What is said where an id or slug leads nowhere. */
  missing: string
  /** By id or by any slug that leads there. */
  find: (db: Db, idOrSlug: string) => Promise<Row | undefined>
  /** Gives the id. */
  create: (tx: Db, input: New) => Promise<string>
  update: (tx: Db, row: Row, patch: Patch) => Promise<void>
  delete: (tx: Db, row: Row) => Promise<void>
  merge: (tx: Db, row: Row, into: Row) => Promise<void>
  etagOf: (row: Row) => string
  /** What editors are shown, with its entity tag. */
  show: (tx: Db, id: string) => Promise<{ etag?: string | undefined }>
}

/** Making, changing, deleting and merging what has a name, under `/v1/people` and `/v1/topics`, for editors. */
export function editNamed<Row extends { id: string }, New, Patch extends object>(
  app: App,
  deps: Deps,
  named: NamedKind<Row, New, Patch>,
): void {
  const { kind, missing, operations, path: list } = named
  const onRequest = requireRole(deps, 'editor')
  const path = `${list}/:idOrSlug`

  const note = (tx: Db, request: FastifyRequest, action: string, id: string) =>
    appendAudit(tx, deps, { ...byOf(request), action: `${kind}.${action}`, resource: kind, id })

  const answerWith = async (tx: Db, id: string): Promise<Answer> => {
    const body = await named.show(tx, id)
    return { status: 200, body, headers: { etag: body.etag ?? '' } }
  }

  /** Acts on what a request names, where it knows the present state, in one transaction. */
  const act = (
    request: FastifyRequest<{ Params: { idOrSlug: string } }>,
    reply: FastifyReply,
    work: (tx: Db, row: Row) => Promise<Answer>,
  ) =>
    answerOnce(deps, { request, reply, actor: authorOf(request) }, async (tx) => {
      const row = await named.find(tx, request.params.idOrSlug)
      if (!row) throw new Problem('not_found', missing)
      requireEntityTag(request, named.etagOf(row))
      return work(tx, row)
    })

  app.post(list, { schema: operations.create, onRequest }, (request, reply) =>
    answerOnce(deps, { request, reply, actor: authorOf(request) }, async (tx) => {
      const id = await named.create(tx, request.body as New)
      await note(tx, request, 'create', id)
      const { body, headers } = await answerWith(tx, id)
      return { status: 201, body, headers: { ...headers, location: `${list}/${id}` } }
    }),
  )

  app.patch(path, { schema: operations.update, onRequest }, (request, reply) =>
    act(request, reply, async (tx, row) => {
      const patch = request.body as Patch
      refuseContradictions(await named.show(tx, row.id), patch, named.readOnly)
      await named.update(tx, row, patch)
      await note(tx, request, 'update', row.id)
      return answerWith(tx, row.id)
    }),
  )

  app.delete(path, { schema: operations.delete, onRequest }, (request, reply) =>
    act(request, reply, async (tx, row) => {
      await named.delete(tx, row)
      await note(tx, request, 'delete', row.id)
      return { status: 204, body: null }
    }),
  )

  app.post(`${path}/merge`, { schema: operations.merge, onRequest }, (request, reply) =>
    act(request, reply, async (tx, row) => {
      const into = await named.find(tx, request.body.into)
      if (!into) throw badMember('/into', missing)
      await named.merge(tx, row, into)
      for (const { id } of [row, into]) await note(tx, request, 'merge', id)
      return answerWith(tx, into.id)
    }),
  )
}

const params = z.object({ idOrSlug: z.string().meta({ description: 'Id or slug.' }) })

/** What the documentation says of these routes. */
// eslint-disable-next-line @typescript-eslint/explicit-module-boundary-types -- its type is what it makes.
export function namedOperations<New, Patch>({ name, tag, words, shapes }: Described<New, Patch>) {
  const said = (verb: 'create' | 'update' | 'delete' | 'merge') => ({
    id: `${verb}${name}`,
    tag,
    needsKey: true,
    summary: words[verb].summary,
    description: words[verb].description,
  })
  const shown = (verb: 'create' | 'update' | 'merge') => ({
    description: words[verb].reply,
    shape: shapes.shown,
  })
  const problems: ('not_found' | 'conflict')[] = ['not_found', 'conflict']
  return {
    create: operation({
      ...said('create'),
      body: shapes.new,
      isIdempotent: true,
      replies: { 201: shown('create') },
      problems: ['conflict'],
    }),
    update: operation({
      ...said('update'),
      params,
      body: shapes.patch,
      needsMatch: true,
      replies: { 200: shown('update') },
      problems,
    }),
    delete: operation({
      ...said('delete'),
      params,
      needsMatch: true,
      replies: { 204: { description: words.delete.reply } },
      problems,
    }),
    merge: operation({
      ...said('merge'),
      params,
      body: shapes.merge,
      needsMatch: true,
      isIdempotent: true,
      replies: { 200: shown('merge') },
      problems,
    }),
  }
}
