import type { Response as Reply } from 'light-my-request'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { slugs } from '../../src/db/tables.ts'
import { ARTICLE_FORMS, MEDIA_TYPES, PAIR_FORMS, type PairForm } from '../../src/representations/contract.ts'
import { askInFront, plant, SEED_SLUG, type Service, startSeeded, startService } from '../harness.ts'

const ARTICLE = `/v1/articles/${SEED_SLUG}`
/** What a browser asks for a page. */
const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8'

/** What is asked for, and what that gets. */
const WANTED: [string | undefined, PairForm][] = [
  [undefined, 'json'],
  ['*/*', 'json'],
  ['application/json', 'json'],
  ['application/json, text/plain, */*', 'json'],
  ['application/*', 'json'],
  ['text/html;q=0.4, application/json;q=0.5', 'json'],
  ['image/png', 'json'],
  [BROWSER, 'html'],
  ['text/*', 'html'],
  ['text/markdown; variant=CommonMark', 'md'],
  ['application/json;q=0.9, text/markdown', 'md'],
  ['*/*;q=0.1, application/ld+json', 'jsonld'],
  ['application/vnd.citationstyles.csl+json, application/json;q=0.5', 'csl'],
]

/** The address of a pair of the seed. */
async function pairOf({ client }: Service): Promise<string> {
  const [pair] = (await client.articles.get(SEED_SLUG)).qa
  return `/v1/qa/${pair?.id ?? ''}`
}

function ask({ app }: Service, url: string, headers: Record<string, string> = {}): Promise<Reply> {
  return askInFront(app, { method: 'GET', url, headers })
}

const typeOf = ({ headers }: Reply) => String(headers['content-type']).split(';')[0]

describe('a form of an article or pair', () => {
  test('is had by its suffix and by Accept, the same bytes, and only the second says that it depends on it', async () => {
    const service = await startSeeded()
    for (const [address, forms] of [
      [ARTICLE, ARTICLE_FORMS],
      [await pairOf(service), PAIR_FORMS],
    ] as const)
      for (const form of forms) {
        const accept = MEDIA_TYPES[form]
        const [bySuffix, byAccept] = [
          await ask(service, `${address}.${form}`),
          await ask(service, address, { accept }),
        ]
        expect([bySuffix.statusCode, typeOf(bySuffix)]).toEqual([200, accept])
        expect([byAccept.statusCode, typeOf(byAccept)]).toEqual([200, accept])
        expect(byAccept.body).toBe(bySuffix.body)
        expect([bySuffix.headers.vary, byAccept.headers.vary]).toEqual([
          'Accept-Encoding',
          'Accept-Encoding, Accept',
        ])
      }
  })

  test('is the one that Accept wants most', async () => {
    const service = await startSeeded()
    for (const address of [ARTICLE, await pairOf(service)])
      for (const [accept, form] of WANTED) {
        const headers: Record<string, string> = accept === undefined ? {} : { accept }
        // The first fills the cache for the second.
        for (const reply of [await ask(service, address, headers), await ask(service, address, headers)])
          expect([accept, reply.statusCode, typeOf(reply), reply.headers.vary]).toEqual([
            ...[accept, 200, MEDIA_TYPES[form], 'Accept-Encoding, Accept'],
          ])
      }
  })

  test('is JSON alone where a parameter asks for something of it', async () => {
    const service = await startSeeded()
    for (const address of [ARTICLE, await pairOf(service)]) {
      const reply = await ask(service, `${address}?fields=id`, { accept: BROWSER })
      expect([typeOf(reply), reply.headers.vary]).toEqual(['application/json', 'Accept-Encoding'])
      expect((await ask(service, `${address}.html?fields=id`)).statusCode).toBe(400)
    }
  })

  test('has a validator of its own, and is not sent again to who has it; HEAD, too', async () => {
    const service = await startSeeded()
    for (const [address, forms] of [
      [ARTICLE, ARTICLE_FORMS],
      [await pairOf(service), PAIR_FORMS],
    ] as const) {
      const tags = new Set<string>()
      for (const form of forms) {
        const url = `${address}.${form}`
        const { headers, body } = await ask(service, url)
        tags.add(String(headers.etag))
        const again = await ask(service, url, { 'if-none-match': String(headers.etag) })
        expect([again.statusCode, again.body, again.headers.etag]).toEqual([304, '', headers.etag])
        const head = await askInFront(service.app, { method: 'HEAD', url })
        expect([head.statusCode, head.body, head.headers['content-length']]).toEqual([
          200,
          '',
          String(Buffer.byteLength(body)),
        ])
        expect(headers['cache-tag']).toContain(address === ARTICLE ? 'article:art_' : 'qa:qa_')
      }
      expect(tags.size).toBe(forms.length)
    }
  })

  test('is as the contract says, whatever the script of the slug', async () => {
    const service = await startService()
    const people = [{ name: '李', role: 'interviewee' as const, title: null }]
    const id = await plant(service.deps, { title: '关于河流', people, qa: [{ answeredBy: ['李'] }] })
    for (const form of ['html', 'md', 'jsonld', 'ninjs', 'csl'] as const)
      expect(await service.client.articles.getAs(id, form)).toBeTruthy()
    const address = `/v1/articles/${encodeURIComponent('关于河流')}.html`
    expect((await ask(service, address)).statusCode).toBe(200)
  })

  test.each(['.xml', '.JSON', '.jsonx', '.'])(
    'that there is none of is a 404 that names all: %s',
    async (suffix) => {
      const service = await startSeeded()
      for (const [address, forms] of [
        [ARTICLE, ARTICLE_FORMS],
        [await pairOf(service), PAIR_FORMS],
      ] as const) {
        const reply = await ask(service, address + suffix)
        expect([reply.statusCode, typeOf(reply)]).toEqual([404, 'application/problem+json'])
        const { detail } = z.object({ detail: z.string() }).parse(reply.json())
        expect(detail).toContain(`"${suffix}"`)
        for (const form of forms) expect(detail).toContain(`.${form}`)
      }
      expect((await ask(service, `${await pairOf(service)}.ninjs`)).statusCode).toBe(404)
    },
  )

  test('of a former slug answers 308 to that of the present one', async () => {
    const service = await startSeeded()
    const { id: resourceId } = await service.client.articles.get(SEED_SLUG)
    await service.deps.store.write(async (tx) => {
      await tx.insert(slugs).values({ kind: 'article', slug: 'an-older-name', resourceId })
    })
    for (const suffix of ['', ...ARTICLE_FORMS.map((form) => `.${form}`)]) {
      const { statusCode, headers } = await ask(service, `/v1/articles/an-older-name${suffix}`, {
        accept: BROWSER,
      })
      expect([statusCode, headers.location]).toEqual([308, `${ARTICLE}${suffix}`])
    }
  })

  test('is new as soon as the article is, and gone with it', async () => {
    const service = await startSeeded()
    const { articles } = await service.clientWith('editor')
    const pair = await pairOf(service)
    const urls = [
      ...ARTICLE_FORMS.map((form) => `${ARTICLE}.${form}`),
      ...PAIR_FORMS.map((form) => `${pair}.${form}`),
    ]
    const all = async () => Promise.all(urls.map(async (url) => ask(service, url)))
    await all()
    const draft = await articles.draft(SEED_SLUG)
    const edited = await articles.update(draft.id, { title: 'Another Name' }, { ifMatch: draft.etag })
    for (const { body } of await all()) expect(body).not.toContain('Another Name')
    const { etag } = await articles.publish(draft.id, { ifMatch: edited.etag })
    for (const { body } of await all()) expect(body).toContain('Another Name')
    await articles.correct(draft.id, { kind: 'retraction', text: 'It was made up.' }, { ifMatch: etag })
    const replies = await all()
    expect(replies.map(({ statusCode }) => statusCode)).toEqual([
      ...ARTICLE_FORMS.map(() => 410),
      ...PAIR_FORMS.map(() => 404),
    ])
    for (const reply of replies) expect(typeOf(reply)).toBe('application/problem+json')
  })

  test('needs a key where reading does', async () => {
    const service = await startSeeded({ READ_ACCESS: 'key' })
    const reader = await service.clientWith('reader')
    expect(await reader.articles.getAs(SEED_SLUG, 'html')).toContain('<h1>')
    for (const form of ARTICLE_FORMS) expect((await ask(service, `${ARTICLE}.${form}`)).statusCode).toBe(401)
    for (const form of PAIR_FORMS) expect((await ask(service, `/v1/qa/qa_x.${form}`)).statusCode).toBe(401)
  })

  test('leaves drafts and previews as they were: in JSON', async () => {
    const service = await startSeeded()
    const { articles } = await service.clientWith('editor')
    const { token } = await articles.createPreviewLink(SEED_SLUG)
    const preview = await ask(service, `${ARTICLE}?preview=${token}`, { accept: BROWSER })
    expect([preview.statusCode, typeOf(preview)]).toEqual([200, 'application/json'])
  })
})
