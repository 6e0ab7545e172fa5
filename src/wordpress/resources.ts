import { z } from 'zod'
import type { Deps } from '../deps.ts'
import type { AddRoute } from '../http/late-router.ts'
import { redirectToPresentName } from '../http/redirect.ts'
import { browseCategories, readCategory } from './categories.ts'
import { type PageQuery, QUERIES, type Wanted } from './contract.ts'
import { noPost, noRoute } from './errors.ts'
import { keepWanted, type ResourceKind } from './keep.ts'
import type { Found, Listed } from './listed.ts'
import { browsePosts, readPost } from './posts.ts'
import { readQuery, refuseEditing } from './read-query.ts'
import { searchPosts } from './search-posts.ts'
import { type PageFault, send, sendList } from './send.ts'
import { browseTags, readTag } from './tags.ts'
import { browseUsers, readUser } from './users.ts'

const NUMBER = /^\d{1,15}$/
const Params = z.looseObject({ id: z.string() })
const PAGE_FAULT = 'rest_post_invalid_page_number'

interface Resource<Query extends PageQuery & Wanted> {
  name: string
  kind: ResourceKind
  /** What of it editors may change. */
  things: string
  query: z.ZodType<Query>
  browse: (deps: Deps, query: Query) => Promise<Listed>
  read: (deps: Deps, number: number) => Promise<Found>
  pageFault?: PageFault
}

/** Adds the routes of posts and pages, of tags and categories, of users, and of the search. */
export function addResources(get: AddRoute, deps: Deps): void {
  const ofPosts = { kind: 'post', things: 'posts in this post type', pageFault: PAGE_FAULT } as const
  const ofTerms = { kind: 'term', things: 'terms in this taxonomy' } as const
  add(get, deps, {
    ...{ name: 'posts', ...ofPosts, query: QUERIES.posts, browse: browsePosts, read: readPost },
  })
  add(get, deps, {
    ...{ name: 'pages', ...ofPosts, query: QUERIES.pages, browse: browsePages, read: readPage },
  })
  add(get, deps, {
    ...{ name: 'tags', ...ofTerms, query: QUERIES.tags, browse: browseTags, read: readTag },
  })
  add(get, deps, {
    ...{ name: 'categories', ...ofTerms, query: QUERIES.categories, browse: browseCategories },
    read: readCategory,
  })
  add(get, deps, {
    ...{ name: 'users', kind: 'user', things: 'users', query: QUERIES.users, browse: browseUsers },
    read: readUser,
  })
  addSearch(get, deps)
}

function add<Query extends PageQuery & Wanted>(get: AddRoute, deps: Deps, resource: Resource<Query>): void {
  const { name, kind, things, browse, read, pageFault } = resource
  get(`/wp/v2/${name}`, async (request, reply) => {
    const query = readQuery(resource.query, request)
    refuseEditing(query, things)
    const list = await browse(deps, query)
    return sendList({ request, reply, ...deps }, list, query, { kind, pageFault })
  })
  get(`/wp/v2/${name}/:id`, async (request, reply, pattern) => {
    const { id } = Params.parse(request.params)
    if (!NUMBER.test(id)) throw noRoute()
    const query = readQuery(QUERIES.one, request)
    refuseEditing(query, things)
    const { resource: found, embedded, number, shown } = await read(deps, Number(id))
    // What was merged leads to what it was merged into.
    const present = number === Number(id) ? id : String(number)
    if (redirectToPresentName(request, reply, id, { id: present, slug: present, pattern })) return reply
    return send(reply, keepWanted(kind, found, embedded, query), shown)
  })
}

function addSearch(get: AddRoute, deps: Deps): void {
  get('/wp/v2/search', async (request, reply) => {
    const query = readQuery(QUERIES.search, request)
    refuseEditing(query, 'posts in this post type')
    const list = await searchPosts(deps, query)
    const pageFault = 'rest_search_invalid_page_number'
    return sendList({ request, reply, ...deps }, list, query, { kind: 'search', pageFault })
  })
}

/** There are no pages; themes ask for them. */
function browsePages(): Promise<Listed> {
  return Promise.resolve({ items: [], total: 0, shown: { tags: ['list:pages'] } })
}

function readPage(): Promise<never> {
  return Promise.reject(noPost())
}
