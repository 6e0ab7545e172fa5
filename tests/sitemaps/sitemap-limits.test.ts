import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { articles, publishedArticles } from '../../src/db/tables.ts'
import { addChange, type Changes, writeChanges } from '../../src/db/change-counts.ts'
import { EVERYTHING } from '../../src/db/facet-counts.ts'
import type { Deps } from '../../src/deps.ts'
import { ADDRESSES_MAX } from '../../src/sitemaps/contract.ts'
import { askInFront, startService } from '../harness.ts'
import { readXml, textsOf } from '../read-xml.ts'

const PUBLIC = 'https://cms.example'
/** https://www.sitemaps.org/protocol.html */
const SITEMAP_BYTES_MAX = 50 * 1024 * 1024
const AT = '2012-06-07T20:01:00.000Z'

/** So many articles of one moment with the longest slugs there are, as publishing keeps them, as far as sitemaps look. */
async function plantMany({ store }: Deps, count: number): Promise<void> {
  const numbers = sql`(with recursive each(n) as (select 1 union all select n + 1 from each where n < ${count}) select n from each)`
  const id = sql`'art_' || printf('%026d', n)`
  const slug = sql`${'水'.repeat(100)} || printf('%020d', n)`
  const counts: Changes = new Map()
  addChange(counts, 'article', EVERYTHING, { facet: 'year', value: '2012' }, count)
  await store.write(async (tx) => {
    await tx.run(sql`insert into ${articles} (id, slug, draft_revision, last_pair_number, created_at, updated_at)
      select ${id}, ${slug}, 1, 0, ${AT}, ${AT} from ${numbers}`)
    await tx.run(sql`insert into ${publishedArticles}
      (article_id, slug, title, title_key, kind, language, published_at, updated_at, summary, person_ids)
      select ${id}, ${slug}, '', '', 'article', 'en', ${AT}, ${AT}, '{}', '[]' from ${numbers}`)
    await writeChanges(tx, counts)
  })
}

test('a year with more articles than a part may have has another part, and none is over the limits of the protocol', async () => {
  const { app, deps } = await startService({
    PUBLIC_URL: PUBLIC,
    SITE_URL: `https://${'long.'.repeat(20)}example`,
  })
  await plantMany(deps, ADDRESSES_MAX + 1)
  const index = await askInFront(app, { url: '/sitemap.xml' })
  const parts = textsOf(readXml(index.body), 'loc').map((part) => part.slice(PUBLIC.length))
  expect(parts).toEqual(['/sitemap-articles-2012-1.xml', '/sitemap-articles-2012-2.xml'])
  const listed: string[][] = []
  for (const url of parts) {
    const { body } = await askInFront(app, { url })
    expect(Buffer.byteLength(body)).toBeLessThan(SITEMAP_BYTES_MAX)
    listed.push([...body.matchAll(/<loc>([^<]+)<\/loc>/g)].map(([, address = '']) => address))
  }
  expect(listed.map(({ length }) => length)).toEqual([ADDRESSES_MAX, 1])
  expect(new Set(listed.flat()).size).toBe(ADDRESSES_MAX + 1)
})
