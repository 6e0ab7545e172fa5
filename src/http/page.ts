import { createHash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Facets } from '../db/facets.ts'
import type { Cursor, Page, PageRequest } from '../db/keyset.ts'
import { badParameter, Problem } from '../problem.ts'

const CursorToken = z.tuple([
  z.string(),
  z.array(z.union([z.string(), z.number()])).min(1),
  z.unknown().optional(),
])

/** These say which part of the list is wanted and how it is shown, not which list it is. */
const NOT_THE_LIST = new Set(['cursor', 'limit', 'count', 'facets', 'fields'])

interface ListQuery {
  limit: number
  cursor?: string | undefined
  count?: 'exact' | undefined
  q?: string | undefined
  article?: string[] | undefined
}

/** The sort that is asked for, or the list's own; `Problem` where it lacks what it needs. */
export function sortOf<Sort extends string>(
  query: { sort?: Sort | undefined; q?: string | undefined; article?: string[] | undefined },
  own: Sort,
  ranked: Sort,
): Sort {
  const sort = query.sort ?? (query.q === undefined ? own : ranked)
  if (sort === ranked && query.q === undefined) throw badParameter('sort', `"${ranked}" goes with q.`)
  if (sort === 'position' && !query.article) throw badParameter('sort', '"position" goes with article.')
  return sort
}

/** Where in the list to read. `Problem('cursor_mismatch')` where the cursor is of another list. */
export function pageRequestOf(request: FastifyRequest, query: ListQuery, sort: string): PageRequest {
  return {
    limit: query.limit,
    after: query.cursor === undefined ? undefined : readCursor(query.cursor, listOf(request, query, sort)),
    count: query.count === 'exact',
  }
}

/** Sends the wire's page, with RFC 8288's `Link` to the next one. An item that is a text is JSON already. */
export function presentPage<Row>(
  { request, reply, sort }: { request: FastifyRequest; reply: FastifyReply; sort: string },
  query: ListQuery,
  { rows, next, total }: Page<Row>,
  present: (row: Row) => object | string,
  facets?: Facets,
): FastifyReply {
  const nextCursor = nextCursorOf({ request, sort }, query, next)
  if (nextCursor !== null) {
    // Relative (RFC 8288, 3.1), so that it holds behind any proxy.
    const target = new URL(request.url, 'http://list')
    target.searchParams.set('cursor', nextCursor)
    reply.header('link', `<${target.pathname}${target.search}>; rel="next"`)
  }
  const page = JSON.stringify({ limit: query.limit, nextCursor, total, facetsCutAt: facets?.cutAt })
  const items = rows.map(present).map((item) => (typeof item === 'string' ? item : JSON.stringify(item)))
  const more = facets ? `,"facets":${JSON.stringify(facets.counts)}` : ''
  return sendJson(reply, `{"data":[${items.join()}],"page":${page}${more}}`)
}

/** The cursor of the next page of the list that a request is for; null on the last one. */
export function nextCursorOf(
  { request, sort }: { request: FastifyRequest; sort: string },
  query: object,
  next: Cursor | null,
): string | null {
  return next && writeCursor(next, listOf(request, query, sort))
}

function listOf(request: FastifyRequest, query: object, sort: string): string {
  const filters = Object.entries({ ...query, sort }).filter(([name]) => !NOT_THE_LIST.has(name))
  const list = [new URL(request.url, 'http://list').pathname, filters.sort(([a], [b]) => (a < b ? -1 : 1))]
  return createHash('sha256').update(JSON.stringify(list)).digest('base64url').slice(0, 12)
}

function writeCursor({ key, ranking }: Cursor, list: string): string {
  return Buffer.from(JSON.stringify(ranking === undefined ? [list, key] : [list, key, ranking])).toString(
    'base64url',
  )
}

function readCursor(token: string, list: string): Cursor {
  const parsed = CursorToken.safeParse(parseJson(Buffer.from(token, 'base64url').toString()))
  if (!parsed.success) throw badParameter('cursor', 'is not one of ours. Take it from page.nextCursor.')
  const [ofList, key, ranking] = parsed.data
  if (ofList !== list)
    throw new Problem('cursor_mismatch', 'The cursor comes from a list with other filters or another sort.', {
      errors: [{ parameter: 'cursor', code: 'cursor_mismatch', detail: 'Start again without a cursor.' }],
    })
  return { key, ranking }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

export const JSON_TYPE = 'application/json; charset=utf-8'

/** Sends what is JSON already. */
export function sendJson(reply: FastifyReply, json: string): FastifyReply {
  return reply.type(JSON_TYPE).send(json)
}

/** A resource in JSON with the members that `fields` asks for, and others, which it has not, beside them. */
export function keepInJson(json: string, fields: string[] | undefined, more: object = {}): string {
  const others = JSON.stringify(more).slice(1, -1)
  if (!fields) return others === '' ? json : `${json.slice(0, -1)},${others}}`
  return JSON.stringify(keep({ ...Resource.parse(JSON.parse(json)), ...more }, fields))
}

const Resource = z.record(z.string(), z.unknown())

/** Keeps the members that `fields` asks for, and `id` and `type`; all of them where it asks for none. */
export function keep(resource: object, fields: string[] | undefined): object {
  if (!fields) return resource
  const kept = new Set([...fields, 'id', 'type'])
  return Object.fromEntries(Object.entries(resource).filter(([name]) => kept.has(name)))
}
