import { z } from 'zod'
import type { Deps } from '../deps.ts'
import { operation } from '../http/openapi.ts'
import { keep, pageRequestOf, presentPage, sortOf } from '../http/page.ts'
import { redirectToPresentName } from '../http/redirect.ts'
import type { App } from '../http/server.ts'
import { requireReader } from '../keys/authorize.ts'
import { Problem } from '../problem.ts'
import { Person, PersonListQuery, PersonPage, PersonQuery } from './contract.ts'
import { presentPerson } from './present.ts'
import { findPerson, listPeople } from './queries.ts'

const list = operation({
  id: 'listPeople',
  tag: 'people',
  summary: 'People, by name',
  description: 'Everyone who stands on a published article, with counts per role.',
  query: PersonListQuery,
  replies: { 200: { description: 'A page of people.', shape: PersonPage } },
  problems: ['cursor_mismatch'],
})

const get = operation({
  id: 'getPerson',
  tag: 'people',
  summary: 'One person',
  params: z.object({ idOrSlug: z.string().meta({ description: 'Id or slug.' }) }),
  query: PersonQuery,
  replies: {
    200: { description: 'The person.', shape: Person },
    308: { description: 'A former slug; `Location` has the present one.' },
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
    const page = await listPeople(store.read, query, sort, pageRequestOf(request, query, sort))
    return presentPage({ request, reply, sort }, query, page, (row) =>
      keep(presentPerson(row, config.siteUrl), query.fields),
    )
  })

  app.get('/v1/people/:idOrSlug', { schema: get, onRequest }, async (request, reply) => {
    const { idOrSlug } = request.params
    const row = await findPerson(store.read, idOrSlug)
    if (!row) throw new Problem('not_found', 'Nobody on a published article has this id or slug.')
    if (redirectToPresentName(request, reply, idOrSlug, row)) return reply
    return keep(presentPerson(row, config.siteUrl), request.query.fields)
  })
}
