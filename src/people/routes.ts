import { z } from 'zod'
import type { Deps } from '../deps.ts'
import { operation } from '../http/openapi.ts'
import { keep, pageRequestOf, presentPage, sortOf } from '../http/page.ts'
import { redirectToPresentName } from '../http/redirect.ts'
import { BY_ROLE, show } from '../http/show.ts'
import type { App } from '../http/server.ts'
import { hasRole, requireReader } from '../keys/authorize.ts'
import { Problem } from '../problem.ts'
import { Person, PersonListQuery, PersonPage, PersonQuery } from './contract.ts'
import { etagOf, presentPerson } from './present.ts'
import { findPerson, listPeople } from './queries.ts'

const list = operation({
  id: 'listPeople',
  tag: 'people',
  summary: 'People, by name',
  description:
    'Everyone who stands on a published article, with counts per role. Editors are given all others, too, and the entity tags.',
  query: PersonListQuery,
  replies: { 200: { description: 'A page of people.', shape: PersonPage } },
  problems: ['cursor_mismatch'],
})

const get = operation({
  id: 'getPerson',
  tag: 'people',
  summary: 'One person',
  description: 'Editors are given the `ETag` that changing the person takes, and those on no article, too.',
  params: z.object({ idOrSlug: z.string().meta({ description: 'Id or slug.' }) }),
  query: PersonQuery,
  replies: {
    200: { description: 'The person.', shape: Person },
    308: { description: 'A former slug, or somebody who was merged; `Location` has the present one.' },
  },
  problems: ['not_found'],
})

/** `/v1/people` for readers. */
export function peopleRoutes(app: App, deps: Deps): void {
  const { store, config } = deps
  const onRequest = requireReader(deps)

  app.get('/v1/people', { schema: list, onRequest }, async (request, reply) => {
    const { query } = request
    const sort = sortOf(query, 'name', '-relevance')
    const everyone = await hasRole(deps, request, 'editor')
    const filter = { ...query, everyone }
    const page = await listPeople(store.read, filter, sort, pageRequestOf(request, query, sort))
    if (everyone) reply.header('cache-control', 'no-store')
    else show(reply, { tags: ['list:people', 'list:articles'], vary: BY_ROLE })
    return presentPage({ request, reply, sort }, query, page, (row) =>
      keep(presentPerson(row, config.siteUrl, everyone), query.fields),
    )
  })

  app.get('/v1/people/:idOrSlug', { schema: get, onRequest }, async (request, reply) => {
    const { idOrSlug } = request.params
    const everyone = await hasRole(deps, request, 'editor')
    const row = await findPerson(store.read, idOrSlug, { everyone })
    if (!row) throw new Problem('not_found', 'Nobody on a published article has this id or slug.')
    if (redirectToPresentName(request, reply, idOrSlug, row)) return reply
    if (everyone) reply.headers({ 'cache-control': 'no-store', etag: etagOf(row) })
    else show(reply, { tags: [`person:${row.slug}`, 'list:articles'], vary: BY_ROLE })
    return keep(presentPerson(row, config.siteUrl, everyone), request.query.fields)
  })
}
