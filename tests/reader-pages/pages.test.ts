import type { ChildNode } from 'domhandler'
import { Element } from 'domhandler'
import { DomUtils, parseDocument } from 'htmlparser2'
import { HtmlValidate } from 'html-validate'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { createKey } from '../../src/keys/queries.ts'
import { askInFront, plant, type Service, startService } from '../harness.ts'
import { essay, HOME, PANEL, startReading } from './world.ts'

const ARABIC = `/articles/${encodeURIComponent('حديث-الأنهار')}`
const PAGES = [
  ...['/', '/articles', '/people', '/topics', PANEL, '/articles/words-for-water', ARABIC],
  ...['/people/ada-byron', '/people/max-weir', '/people/emmy-noether', '/people/ada-byron?show=interviewee'],
  ...['/topics/rivers', '/topics/rivers?show=articles', '/articles/none', '/topics/rivers?cursor=no'],
]

/** The elements of a page, in their order. */
async function read(service: Service, url: string): Promise<Element[]> {
  const { body, headers } = await service.app.inject(url)
  expect(headers['content-type']).toBe('text/html; charset=utf-8')
  return elementsOf(parseDocument(body).children)
}

function elementsOf(nodes: ChildNode[]): Element[] {
  return nodes.flatMap((node) => (node instanceof Element ? [node, ...elementsOf(node.children)] : []))
}

const words = (element: Element | undefined) =>
  element ? DomUtils.textContent(element).replace(/\s+/g, ' ').trim() : undefined
const named = (all: Element[], name: string) => all.filter((element) => element.name === name)
const linked = (all: Element[], rel: string) =>
  named(all, 'link').filter(({ attribs }) => attribs['rel'] === rel)
const meta = (all: Element[], name: string) =>
  named(all, 'meta').find(({ attribs }) => attribs['name'] === name || attribs['property'] === name)?.attribs[
    'content'
  ]

describe('a page', () => {
  test('is valid HTML, of whatever kind it is', async () => {
    const service = await startReading()
    const validator = new HtmlValidate({
      extends: ['html-validate:recommended'],
      // Titles are as long as editors make them; CommonMark is rendered with `<br />`, which is valid, too.
      rules: { 'long-title': 'off', 'void-style': 'off' },
    })
    for (const url of PAGES) {
      const report = await validator.validateString((await service.app.inject(url)).body)
      expect([url, report.results.flatMap(({ messages }) => messages)]).toEqual([url, []])
    }
  })

  test('runs nothing and loads nothing: its policy allows its own style alone', async () => {
    const service = await startReading()
    for (const url of PAGES) {
      const { headers } = await service.app.inject(url)
      expect(headers['content-security-policy']).toMatch(
        /^default-src 'none'; style-src 'sha256-[^']+'; (img-src https: data:; )?base-uri 'none'; form-action 'none'; frame-ancestors 'none'$/,
      )
      const all = await read(service, url)
      const types = named(all, 'script').map(({ attribs }) => attribs['type'])
      expect(new Set(types)).toEqual(new Set(types.length > 0 ? ['application/ld+json'] : []))
      const handlers = all
        .flatMap(({ attribs }) => Object.keys(attribs))
        .filter((name) => /^on|^style$/.test(name))
      expect(handlers).toEqual([])
    }
    const { headers } = await service.app.inject(PANEL)
    expect(headers['content-security-policy']).toContain('img-src')
  })

  test('names its address, its feeds and what there is of it elsewhere', async () => {
    const service = await startReading({ SITE_NAME: 'The Water Review' })
    const all = await read(service, PANEL)
    expect(words(named(all, 'title')[0])).toBe('Talking of <Rivers> & "Borders" · The Water Review')
    expect(linked(all, 'canonical').map(({ attribs }) => attribs['href'])).toEqual([HOME + PANEL])
    expect(meta(all, 'og:url')).toBe(HOME + PANEL)
    expect(meta(all, 'og:type')).toBe('article')
    expect(meta(all, 'og:site_name')).toBe('The Water Review')
    expect(meta(all, 'description')).toBe('A hydrologist and a lawyer on who owns the water.')
    expect(meta(all, 'article:published_time')).toBe('2026-11-20T23:30:00.000Z')
    expect(meta(all, 'twitter:card')).toBe('summary')
    expect(meta(all, 'robots')).toBeUndefined()
    const slug = PANEL.replace('/articles/', '')
    expect(linked(all, 'alternate').map(({ attribs }) => [attribs['type'], attribs['href']])).toEqual([
      ['application/rss+xml', `${HOME}/feeds/articles.rss`],
      ['application/atom+xml', `${HOME}/feeds/articles.atom`],
      ['application/feed+json', `${HOME}/feeds/articles.json`],
      ['application/json+oembed', `${HOME}/oembed?url=${encodeURIComponent(HOME + PANEL)}&format=json`],
      ['application/json', `${HOME}/v1/articles/${slug}`],
      ['text/markdown', `${HOME}/v1/articles/${slug}.md`],
      ['application/ld+json', `${HOME}/v1/articles/${slug}.jsonld`],
    ])
    for (const [url, feed] of [
      ['/topics/rivers', 'topics/rivers'],
      ['/people/ada-byron', 'people/ada-byron'],
    ] as const) {
      const one = await read(service, url)
      expect(linked(one, 'canonical')[0]?.attribs['href']).toBe(HOME + url)
      expect(linked(one, 'alternate').map(({ attribs }) => attribs['href'])).toContain(
        `${HOME}/feeds/${feed}.atom`,
      )
    }
  })

  test('says in JSON-LD what it shows, which ends no element', async () => {
    const service = await startReading()
    const [data] = named(await read(service, PANEL), 'script').map((element) =>
      Data.parse(JSON.parse(DomUtils.textContent(element))),
    )
    expect(data).toMatchObject({ '@type': 'NewsArticle', '@id': HOME + PANEL })
    expect(data?.hasPart?.map((part) => part['@id'])).toEqual(
      ['#q1', '#q2', '#q3', '#q4', '#q5'].map((id) => HOME + PANEL + id),
    )
    for (const [url, type] of [
      ['/people/ada-byron', 'ProfilePage'],
      ['/topics/rivers', 'DefinedTerm'],
    ] as const) {
      const [script] = named(await read(service, url), 'script')
      expect(JSON.parse(DomUtils.textContent(script ?? []))).toMatchObject({ '@type': type, url: HOME + url })
    }
  })

  test('where readers read at another place, leads there and wants to be in no index', async () => {
    const service = await startReading({
      SITE_URL: 'https://review.example',
      PUBLIC_URL: 'https://api.example/cms',
    })
    for (const url of [PANEL, '/people/ada-byron', '/topics/rivers', '/articles', '/']) {
      const all = await read(service, url)
      expect(linked(all, 'canonical').map(({ attribs }) => attribs['href'])).toEqual([
        `https://review.example${url}`,
      ])
      expect(meta(all, 'robots')).toBe('noindex')
      expect((await service.app.inject(url)).headers['x-robots-tag']).toBe('noindex')
      // From page to page the way stays here, under the path that the service is reached at.
      const hrefs = named(all, 'a').map(({ attribs }) => attribs['href'] ?? '')
      expect(hrefs.filter((href) => href.startsWith('/') && !href.startsWith('/cms/'))).toEqual([])
      expect(
        linked(all, 'alternate').every(({ attribs }) =>
          attribs['href']?.startsWith('https://api.example/cms/'),
        ),
      ).toBe(true)
    }
    for (const [from, to] of [
      ['/articles/', '/cms/articles'],
      ['/?ref=x', '/cms/'],
      [
        `/articles/${(await service.client.articles.get('words-for-water')).id}`,
        '/cms/articles/words-for-water',
      ],
    ] as const)
      expect((await service.app.inject(from)).headers.location).toBe(to)
  })

  test('has one address: ids, former names and slashes lead to it, and parameters of others are left behind', async () => {
    const { app, editor } = await startReading()
    const { id } = await editor.articles.draft('words-for-water')
    const { etag } = await editor.articles.update(
      id,
      { slug: 'water-words' },
      { ifMatch: (await editor.articles.draft(id)).etag },
    )
    await editor.articles.publish(id, { ifMatch: etag })
    const person = await editor.people.get('ada-byron')
    await editor.people.update(person.id, { slug: 'ada' }, { ifMatch: person.etag ?? '' })
    for (const [from, status, to] of [
      [`/articles/${id}`, 308, '/articles/water-words'],
      ['/articles/words-for-water', 308, '/articles/water-words'],
      ['/people/ada-byron?show=interviewee', 308, '/people/ada?show=interviewee'],
      [`/people/${person.id}`, 308, '/people/ada'],
      ['/articles/', 308, '/articles'],
      ['/topics/rivers/', 308, '/topics/rivers'],
      ['/articles/water-words?utm_source=letter&fbclid=1', 302, '/articles/water-words'],
      ['/people/ada?utm_source=letter&show=interviewee', 302, '/people/ada?show=interviewee'],
      ['/?ref=x', 302, '/'],
    ] as const) {
      const { statusCode, headers } = await app.inject(from)
      expect([from, statusCode, headers.location]).toEqual([from, status, to])
    }
  })

  test('has validators, is cached by what it shows, and answers HEAD', async () => {
    const { app, client } = await startReading()
    const { id } = await client.articles.get('words-for-water')
    for (const url of PAGES.slice(0, 12)) {
      const { headers, statusCode } = await askInFront(app, { url })
      const { etag } = headers
      expect([url, statusCode]).toEqual([url, 200])
      const again = await askInFront(app, { url, headers: { 'if-none-match': etag } })
      expect([again.statusCode, again.body]).toEqual([304, ''])
      const head = await askInFront(app, { method: 'HEAD', url })
      expect([head.body, head.headers.etag, head.headers['content-security-policy']]).toEqual([
        '',
        etag,
        headers['content-security-policy'],
      ])
    }
    const { headers } = await app.inject('/articles/words-for-water')
    expect(headers['cache-tag']).toBe(`article:${id},topic:rivers,person:max-weir`)
  })
})

const Data = z.looseObject({ hasPart: z.array(z.looseObject({ '@id': z.string() })).optional() })

describe('the page of an article', () => {
  test('has questions as headings with their anchors, and a permalink to each', async () => {
    const all = await read(await startReading(), PANEL)
    const headings = named(all, 'h2').filter(({ attribs }) => attribs['id'])
    expect(headings.map((heading) => [heading.attribs['id'], words(heading)])).toEqual([
      ['q1', 'Who owns a river?'],
      ['q2', 'No treaty brought you a litre.What would?'],
      ['q3', 'A list of doubts:'],
      ['q4', 'Question 4'],
      ['q5', 'Yes or no?'],
    ])
    const permalinks = all.filter(({ attribs }) => attribs['class'] === 'permalink')
    expect(permalinks.map(({ attribs }) => attribs['href'])).toEqual(['#q1', '#q2', '#q3', '#q4', '#q5'])
    expect(named(all, 'h1').map(words)).toEqual(['Talking of <Rivers> & "Borders"'])
    // Headings of the text stand below those of the page, and leave none out.
    expect(
      all
        .filter(({ name }) => /^h\d$/.test(name))
        .map(({ name }) => name)
        .join(' '),
    ).toBe('h1 h2 h3 h2 h2 h2 h3 h2 h2 h2 h2 h2')
  })

  test('says who speaks where several do', async () => {
    const service = await startReading()
    const speakers = (await read(service, PANEL)).filter(({ attribs }) => attribs['class'] === 'speaker')
    expect(speakers.map(words)).toEqual(['Ada Byron', 'Rosa Alba', 'Ada Byron and Rosa Alba', 'Ada Byron'])
    const one = await read(service, ARABIC)
    expect(one.filter(({ attribs }) => attribs['class'] === 'speaker')).toEqual([])
  })

  test('has who did what, when, in which language, and where it comes from', async () => {
    const service = await startReading()
    const all = await read(service, PANEL)
    const byline = all.find(({ attribs }) => attribs['class'] === 'byline')
    expect(
      elementsOf(byline?.children ?? [])
        .filter(({ name }) => name === 'dt' || name === 'dd')
        .map(words),
    ).toEqual([
      ...[
        'With',
        'Ada ByronHydrologist',
        'Rosa Alba',
        'Interview by',
        'Max WeirEditor',
        'Translated by',
        'Jo Lund',
      ],
    ])
    const facts = all.find(({ attribs }) => attribs['class'] === 'facts')
    expect(
      elementsOf(facts?.children ?? [])
        .filter(({ name }) => name === 'li')
        .map(words),
    ).toEqual([...['20 November 2026', '5 questions', '1 min read', 'translated from German']])
    const links = named(all, 'a').map(({ attribs }) => attribs['href'])
    expect(links).toEqual(
      expect.arrayContaining([
        '/people/ada-byron',
        '/topics/rivers',
        '/topics/water-law',
        '/people/emmy-noether',
        'https://example.org/review',
      ]),
    )
    const body = (await read(service, ARABIC)).find(({ attribs }) => attribs['class'] === 'body')
    expect([body?.attribs['lang'], body?.attribs['dir']]).toEqual(['ar', 'rtl'])
  })

  test('shows what was put right: at its top, and with the answer or below the text', async () => {
    const service = await startReading()
    const [clarification, correction] = (await service.client.corrections.list()).data
    const all = await read(service, PANEL)
    const notes = all.filter(({ attribs }) => attribs['class'] === 'correction')
    expect(notes.map(({ attribs }) => attribs['id'])).toEqual([correction?.id, clarification?.id])
    expect(notes.map(({ parent }) => parent instanceof Element && parent.attribs['class'])).toEqual([
      'pair',
      'corrections',
    ])
    const top = all.find(({ attribs }) => attribs['class'] === 'corrected')
    expect(named(elementsOf(top?.children ?? []), 'a').map(({ attribs }) => attribs['href'])).toEqual([
      `#${correction?.id}`,
      `#${clarification?.id}`,
    ])
    expect(words(top)).toContain('(question 2)')
  })

  test('without pairs is a text with its headings', async () => {
    const all = await read(await startReading(), '/articles/words-for-water')
    expect(
      all.filter(({ name }) => /^h[1-6]$/.test(name)).map((heading) => [heading.name, words(heading)]),
    ).toEqual([
      ['h1', 'Words for Water'],
      ['h2', 'Shore'],
      ['h3', 'Ford'],
      ['h2', 'Topics'],
    ])
    // It came from a file, and from no address that a reader could go to.
    expect(
      named(all, 'p')
        .map(words)
        .filter((text) => /Source|First published/.test(text ?? '')),
    ).toEqual([])
  })

  test('of a draft is none, and of what was retracted the notice', async () => {
    const { app, client, editor, deps } = await startReading()
    await plant(deps, { title: 'Secret' }, { draft: true })
    const [draft, none] = [await app.inject('/articles/secret'), await app.inject('/articles/never-was')]
    expect(draft.statusCode).toBe(404)
    expect(draft.body).toBe(none.body)
    expect(draft.headers['cache-control']).toBe('no-store')
    const { id } = await client.articles.get('words-for-water')
    const { etag } = await editor.articles.draft(id)
    await editor.articles.correct(id, { kind: 'retraction', text: 'It was *invented*.' }, { ifMatch: etag })
    const gone = await app.inject('/articles/words-for-water')
    expect([gone.statusCode, gone.headers['cache-control']]).toEqual([410, 'no-store'])
    expect(gone.body).toContain('It was <em>invented</em>.')
    expect(gone.body).not.toContain(essay.title)
  })
})

describe('lists', () => {
  async function startLong(): Promise<Service> {
    const service = await startService({ SITE_URL: HOME })
    for (let number = 1; number <= 23; number += 1)
      await plant(service.deps, {
        title: `Part ${number}`,
        publishedAt: `2026-01-${String(number).padStart(2, '0')}T00:00:00.000Z`,
        people: [{ name: 'Ada Byron', role: 'interviewee', title: null }],
        topics: [{ slug: 'rivers', name: 'Rivers' }],
        qa: [
          {
            question: `What of ${number}?`,
            answer: 'It flows. '.repeat(60),
            answeredBy: ['Ada Byron'],
            topics: [{ slug: 'rivers', name: 'Rivers' }],
          },
        ],
      })
    return service
  }

  test.each([
    '/articles',
    '/people/ada-byron',
    '/people/ada-byron?show=interviewee',
    '/topics/rivers',
    '/topics/rivers?show=articles',
  ])('%s goes on, newest first, until everything was shown once', async (start) => {
    const service = await startLong()
    const seen: string[] = []
    let pages = 0
    for (let url: string | undefined = start; url !== undefined; pages += 1) {
      const all: Element[] = await read(service, url)
      seen.push(
        ...named(all, 'a').flatMap(
          ({ attribs }) => /^\/articles\/part-\d+$/.exec(attribs['href'] ?? '') ?? [],
        ),
      )
      const further: string | undefined = linked(all, 'next')[0]?.attribs['href']
      expect(named(all, 'a').find(({ attribs }) => attribs['rel'] === 'next')?.attribs['href']).toBe(further)
      if (pages > 0) expect([meta(all, 'robots'), linked(all, 'canonical')]).toEqual(['noindex', []])
      url = further === undefined ? undefined : new URL(further, HOME + url).href.slice(HOME.length)
    }
    expect(pages).toBe(2)
    expect(seen).toEqual(Array.from({ length: 23 }, (_, index) => `/articles/part-${23 - index}`))
  })

  test('of answers give their beginnings, and lead to them', async () => {
    const all = await read(await startLong(), '/people/ada-byron')
    const [answer] = all.filter(({ attribs }) => attribs['class'] === 'answers')
    const [link] = named(elementsOf(answer?.children ?? []), 'a')
    expect([link?.attribs['href'], words(link)]).toEqual(['/articles/part-23#q1', 'What of 23?'])
    const beginning = words(named(elementsOf(answer?.children ?? []), 'p')[0])
    expect(beginning?.length).toBeLessThan(300)
    expect(beginning).toMatch(/^(It flows\. )+It( flows\.?)?…$/)
  })

  test('of topics have those that something was said on', async () => {
    const all = await read(await startLong(), '/topics')
    const index = all.find(({ attribs }) => attribs['class'] === 'index')
    expect(named(elementsOf(index?.children ?? []), 'li').map(words)).toEqual(['Rivers 23 answers'])
  })

  test('of a topic above have what was said on those under it, and name those alone that have something', async () => {
    const service = await startService({ SITE_URL: HOME })
    const qa = [
      {
        question: 'Who flies?',
        answer: 'Nobody.',
        topics: [{ slug: 'drone-strikes', name: 'Drone Strikes' }],
      },
    ]
    await plant(service.deps, { title: 'On Drones', qa })
    const all = await read(service, '/topics/defense-and-security')
    const links = named(all, 'a').map(({ attribs }) => attribs['href'] ?? '')
    expect(links).toContain('/articles/on-drones#q1')
    expect(links.filter((href) => href.startsWith('/topics/'))).toEqual(['/topics/drone-strikes'])
    const under = named(await read(service, '/topics/drone-strikes'), 'a').map(
      ({ attribs }) => attribs['href'],
    )
    expect(under).toContain('/topics/defense-and-security')
  })

  test('of nothing say so', async () => {
    const service = await startService({ SITE_URL: HOME })
    for (const url of ['/', '/articles', '/people', '/topics'])
      expect((await service.app.inject(url)).body).toContain('Nothing has been published here yet.')
  })
})

describe('what fails', () => {
  test.each([
    ['/articles/none', 404],
    ['/people/none', 404],
    ['/topics/none', 404],
    ['/articles/a/b', 404],
    ['/articles?cursor=no', 400],
    ['/people/ada-byron?show=no', 400],
    ['/topics/rivers?show=articles&show=answers', 400],
  ])('at %s is told to a reader as a page', async (url, status) => {
    const { app } = await startReading()
    const { statusCode, headers, body } = await app.inject(url)
    expect([statusCode, headers['content-type']]).toEqual([status, 'text/html; charset=utf-8'])
    expect([headers['cache-control'], headers['x-robots-tag']]).toEqual(['no-store', 'noindex'])
    expect(body).toContain('<h1>')
  })

  test('elsewhere stays a problem document', async () => {
    const { app } = await startReading()
    for (const url of ['/v1/articles/none', '/none'])
      expect((await app.inject(url)).headers['content-type']).toBe('application/problem+json')
  })

  test('where reading needs a key is a page, too, and with one it is read', async () => {
    const { app, deps } = await startService({ READ_ACCESS: 'key', SITE_URL: HOME })
    await plant(deps, essay)
    for (const url of [
      '/',
      '/articles',
      '/articles/words-for-water',
      '/articles/',
      '/people',
      '/topics/rivers',
    ]) {
      const { statusCode, headers, body } = await app.inject(url)
      expect([url, statusCode, headers['www-authenticate']]).toEqual([url, 401, 'Bearer'])
      expect(body).not.toContain(essay.title)
    }
    const { key } = await deps.store.write((tx) => createKey(tx, deps, { role: 'reader', name: 'reader' }))
    const headers = { authorization: `Bearer ${key}` }
    const read = await app.inject({ url: '/articles/words-for-water', headers })
    expect([read.statusCode, read.headers['cache-control']]).toEqual([200, 'private, no-cache'])
  })
})
