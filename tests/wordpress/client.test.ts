import { expect, test } from 'vitest'
import WPAPI from 'wpapi'
import { z } from 'zod'
import { createKey } from '../../src/keys/queries.ts'
import { plantThree, startListening } from './world.ts'

/** What the client's types leave open. */
interface Asked {
  get: () => Promise<unknown>
  tags: (ids: number[]) => Asked
  exclude: (ids: number[]) => Asked
  before: (date: Date) => Asked
  order: (direction: 'asc' | 'desc') => Asked
  orderby: (by: string) => Asked
}

const Found = z.array(
  z.looseObject({
    id: z.int(),
    slug: z.string(),
    _embedded: z.object({ author: z.array(z.object({ name: z.string() })).optional() }).optional(),
  }),
)
const Asked = z.custom<Asked>((value) => value instanceof Object)

/** What the client adds to a page of a list. */
interface Paged {
  _paging: { total: number; totalPages: number; next?: Asked; prev?: Asked }
}
const Paged = z.custom<Paged>((value) => value instanceof Array && '_paging' in value)

async function slugsOf(request: Pick<Asked, 'get'> | undefined): Promise<string[]> {
  return Found.parse(await request?.get()).map(({ slug }) => slug)
}

async function idOf(request: Pick<Asked, 'get'>): Promise<number> {
  return Found.parse(await request.get())[0]?.id ?? 0
}

test('WordPress’s client finds the API, and reads posts by slug, tag, words and page', async () => {
  const service = await startListening()
  await plantThree(service)
  const wp = await WPAPI.discover(`${service.url}/wp-json/`)
  const posts = () => Asked.parse(wp.posts())

  const reply: unknown = await wp.posts().perPage(1).embed().get()
  expect(Found.parse(reply)).toMatchObject([{ slug: 'a-notice' }])
  const first = Paged.parse(reply)._paging
  expect(first).toMatchObject({ total: 3, totalPages: 3 })
  expect(first.prev).toBe(undefined)
  const second = await first.next?.get()
  expect(Found.parse(second)).toMatchObject([
    { slug: 'on-dams', _embedded: { author: [{ name: 'Ben Okri' }] } },
  ])
  const { next, prev } = Paged.parse(second)._paging
  expect(await slugsOf(next)).toEqual(['talking-of-rivers'])
  expect(await slugsOf(prev)).toEqual(['a-notice'])

  const dams = await idOf(wp.tags().slug('dams'))
  const talk = await idOf(wp.posts().slug('talking-of-rivers'))
  expect(await wp.posts().id(talk).get()).toMatchObject({ slug: 'talking-of-rivers' })
  const both = ['on-dams', 'talking-of-rivers']
  expect(await slugsOf(posts().tags([dams]).order('asc').orderby('title'))).toEqual(both)
  expect(await slugsOf(posts().exclude([talk]).before(new Date('2021-06-01')))).toEqual(['on-dams'])
  expect(await slugsOf(wp.posts().search('wall'))).toEqual(['on-dams'])
  expect(await slugsOf(wp.users())).toEqual(['ada-byron', 'ben-okri', 'max-born'])
  expect(await slugsOf(wp.categories().param('hide_empty', 'true'))).toEqual(['article', 'interview'])
  expect(await wp.pages().get()).toEqual([])
})

test('WordPress’s client is told what is wrong, and signs in by a key', async () => {
  const service = await startListening({ READ_ACCESS: 'key' })
  await plantThree(service)
  const { deps, url } = service
  const { key } = await deps.store.write((tx) => createKey(tx, deps, { role: 'reader', name: 'theme' }))
  const endpoint = `${url}/wp-json`
  const nobody = new WPAPI({ endpoint })
  await expect(nobody.posts().get()).rejects.toMatchObject({ code: 'rest_not_logged_in' })
  const theme = new WPAPI({ endpoint, username: 'theme', password: key }).auth()
  expect(await slugsOf(theme.posts().perPage(1))).toEqual(['a-notice'])
  await expect(theme.posts().page(9).get()).rejects.toMatchObject({ code: 'rest_post_invalid_page_number' })
  await expect(theme.posts().create({ title: 'x' })).rejects.toMatchObject({ code: 'rest_cannot_create' })
})
