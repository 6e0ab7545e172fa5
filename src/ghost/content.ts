import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import { SITE_AUTHOR } from '../articles/authors.ts'
import { idsOf, type NamedKind } from '../db/names.ts'
import type { Deps } from '../deps.ts'
import type { Shown } from '../http/fresh-headers.ts'
import type { AddRoute, Answer } from '../http/late-router.ts'
import { sendJson } from '../http/page.ts'
import { redirectToPresentName } from '../http/redirect.ts'
import { show } from '../http/show.ts'
import { badParameter, Problem } from '../problem.ts'
import { type PageQuery, QUERIES, type Wanted } from './contract.ts'
import { validated } from './errors.ts'
import { browseAuthors, browseTags, readAuthor, readTag } from './names.ts'
import { browsePages, browsePosts, readPage, readPost } from './posts.ts'
import { keepWanted } from './present.ts'
import type { Found, Listed } from './resource.ts'
import { readSettings } from './settings.ts'

/** Without a version, and as Ghost's clients still ask for those that had one. */
const BASES = ['/ghost/api/content', '/ghost/api/:version(^(?:v2|v3|v4|canary)$)/content']
const Params = z.looseObject({ name: z.string() })

/** Adds a route at each address that Ghost has for content, with and without a slash at its end. */
export function addContent(add: AddRoute, deps: Deps): void {
  const get: AddRoute = (path, answer) => {
    for (const url of BASES.flatMap((base) => [`${base}${path}`, `${base}${path}/`])) add(url, answer)
  }
  addLists(get, deps)
  for (const resource of RESOURCES) addOne(get, deps, resource)
}

function addLists(get: AddRoute, deps: Deps): void {
  addList(get, deps, { name: 'posts', query: QUERIES.posts.browse, browse: browsePosts })
  addList(get, deps, { name: 'pages', query: QUERIES.posts.browse, browse: browsePages })
  addList(get, deps, { name: 'tags', query: QUERIES.tags.browse, browse: browseTags })
  addList(get, deps, { name: 'authors', query: QUERIES.authors.browse, browse: browseAuthors })
  get('/tiers', async (request, reply) => {
    const query = validated(QUERIES.tiers, request)
    const { limit, page } = query
    return sendList(reply, 'tiers', { limit, page }, { items: [], total: 0, shown: { tags: ['list:tiers'] } })
  })
  get('/settings', async (request, reply) => {
    validated(QUERIES.settings, request)
    return send(reply, { settings: await readSettings(deps), meta: {} }, { tags: ['list:articles'] })
  })
}

interface List<Query extends PageQuery & Wanted> {
  name: string
  query: z.ZodType<Query>
  browse: (deps: Deps, query: Query) => Promise<Listed>
}

function addList<Query extends PageQuery & Wanted>(get: AddRoute, deps: Deps, list: List<Query>): void {
  get(`/${list.name}`, async (request, reply) => {
    const query = validated(list.query, request)
    return sendList(reply, list.name, query, await list.browse(deps, query))
  })
}

interface Named extends Wanted {
  slug?: string | undefined
}

interface Resource {
  name: string
  kind: NamedKind
  /** How its ids begin; no slug does, as none has an underscore. */
  prefix: string
  query: z.ZodType<Named>
  read: (deps: Deps, idOrSlug: string) => Promise<Found>
}

const RESOURCES: Resource[] = [
  { name: 'posts', kind: 'article', prefix: 'art_', query: QUERIES.posts.read, read: readPost },
  { name: 'pages', kind: 'article', prefix: 'art_', query: QUERIES.posts.read, read: readPage },
  { name: 'tags', kind: 'topic', prefix: 'top_', query: QUERIES.tags.read, read: readTag },
  { name: 'authors', kind: 'person', prefix: 'per_', query: QUERIES.authors.read, read: readAuthor },
]

function addOne(get: AddRoute, deps: Deps, { name, kind, prefix, query, read }: Resource): void {
  const answerBy =
    (by: 'id' | 'slug'): Answer =>
    async (request, reply, pattern) => {
      const { slug, ...wanted } = validated(query, request)
      const asked = Params.parse(request.params).name
      if (asked.startsWith(prefix) !== (by === 'id') && asked !== SITE_AUTHOR)
        throw new Problem('not_found', `No ${by} of ${name} is of this form.`)
      const { item, shown } = await read(deps, asked)
      const isSame = async (other: string) =>
        other === asked || (await idsOf(deps.store.read, kind, [other])).includes(item.id)
      if (slug !== undefined && !(await isSame(slug)))
        throw badParameter('slug', 'is not that of the address.')
      // An id stays an id in the address of what it was merged into.
      if (redirectToPresentName(request, reply, asked, { id: item[by], slug: item[by], pattern }))
        return reply
      return send(reply, { [name]: [keepWanted(item, wanted)] }, shown)
    }
  get(`/${name}/:name`, answerBy('id'))
  get(`/${name}/slug/:name`, answerBy('slug'))
}

function sendList(
  reply: FastifyReply,
  name: string,
  query: PageQuery & Wanted,
  { items, total, shown }: Listed,
): FastifyReply {
  const { page, limit } = query
  const pages = Math.max(1, Math.ceil(total / limit))
  const next = page < pages ? page + 1 : null
  const prev = page > 1 ? page - 1 : null
  const meta = { pagination: { page, limit, pages, total, next, prev } }
  return send(reply, { [name]: items.map((item) => keepWanted(item, query)), meta }, shown)
}

function send(reply: FastifyReply, body: object, shown: Shown): FastifyReply {
  show(reply, { ...shown, vary: ['Accept-Version'] })
  return sendJson(reply, JSON.stringify(body))
}
