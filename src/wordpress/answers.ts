import { z } from 'zod'
import type { Deps } from '../deps.ts'
import type { AddRoute } from '../http/late-router.ts'
import { QUERIES, type Wanted } from './contract.ts'
import { WordPressError } from './errors.ts'
import { keepWanted } from './keep.ts'
import { readQuery, refuseEditing } from './read-query.ts'
import { addResources } from './resources.ts'
import { send } from './send.ts'
import { discoveryLink, presentIndex, presentNamespace } from './site-index.ts'
import { presentTypes } from './types.ts'

const Params = z.looseObject({ slug: z.string() })

/** Adds a route at each address that WordPress has for what is read, with and without a slash at its end. */
export function addAnswers(add: AddRoute, deps: Deps): void {
  const get: AddRoute = (path, answer) => {
    for (const url of [`/wp-json${path}`, `/wp-json${path}/`]) add(url, answer)
  }
  addSite(get, deps)
  addTypes(get, deps)
  addResources(get, deps)
  get('/wp/v2/users/me', () => {
    throw new WordPressError(401, 'rest_not_logged_in', 'You are not currently logged in.')
  })
}

function addSite(get: AddRoute, { config }: Deps): void {
  const add = (path: string, present: () => object, link?: string) => {
    get(path, (request, reply) => {
      const query = readQuery(QUERIES.one, request)
      if (link !== undefined) reply.header('link', link)
      return send(reply, keepFields(present(), query), { tags: ['list:routes'] })
    })
  }
  add('', () => presentIndex(config), discoveryLink(config))
  add('/wp/v2', () => presentNamespace(config))
}

function addTypes(get: AddRoute, { config }: Deps): void {
  const shown = { tags: ['list:types'] }
  const types = new Map(Object.entries(presentTypes(config)))
  get('/wp/v2/types', (request, reply) => {
    const query = readQuery(QUERIES.types, request)
    refuseEditing(query, 'posts in this post type')
    const kept = [...types].map(([slug, type]): [string, object] => [
      slug,
      keepWanted('type', type, {}, query),
    ])
    return send(reply, Object.fromEntries(kept), shown)
  })
  get('/wp/v2/types/:slug', (request, reply) => {
    const query = readQuery(QUERIES.one, request)
    refuseEditing(query, 'posts in this post type')
    const type = types.get(Params.parse(request.params).slug)
    if (!type) throw new WordPressError(404, 'rest_type_invalid', 'Invalid post type.')
    return send(reply, keepWanted('type', type, {}, query), shown)
  })
}

/** What is no content has one context. */
function keepFields(resource: object, query: Wanted): object {
  return keepWanted('type', { ...resource }, {}, { ...query, context: 'view' })
}
