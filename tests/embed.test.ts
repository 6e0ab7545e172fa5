import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { gzipSync } from 'node:zlib'
import axe from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import type { Client } from '../src/client/index.ts'
import { WORDS } from '../src/embed/words.ts'
import { launchChromium } from './chromium.ts'
import { SEED_SLUG, startSeeded, startService } from './harness.ts'
import { listen } from './listen.ts'
import { HOME, startReading } from './reader-pages/world.ts'

const BYTES_MAX = 8_000
const START_MS = 60_000

let browser: Browser
beforeAll(async () => {
  browser = await launchChromium()
}, START_MS)
afterAll(() => browser.close())

/** What a page allows that allows as little as it can. */
const policyFor = (service: string) =>
  `default-src 'none'; script-src ${service}; connect-src ${service}; require-trusted-types-for 'script'`

interface Embedding {
  page: Page
  /** What the console complained of. */
  complaints: string[]
  /** The addresses that were asked for at the service, without its origin. */
  asked: string[]
}

/** A page of another origin, with a strict policy, in whose body that stands. */
async function embed(
  service: string,
  body: string,
  {
    hash = '',
    policy = "trusted-types 'none'",
    before,
    ...options
  }: { hash?: string; policy?: string; before?: string } & Parameters<Browser['newContext']>[0] = {},
): Promise<Embedding> {
  const server = createServer((request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8')
    response.setHeader('content-security-policy', `${policyFor(service)}; ${policy}`)
    // Browsers ask for it by themselves.
    if (request.url === '/favicon.ico') response.statusCode = 204
    response.end(
      `<!doctype html><html lang="en"><title>Elsewhere</title><script type="module" src="${service}/embed.js"></script><main><h1>Elsewhere</h1>${body}</main></html>`,
    )
  })
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = z.object({ port: z.int() }).parse(server.address())
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options })
  onTestFinished(() => context.close())
  if (before !== undefined) await context.addInitScript(before)
  const page = await context.newPage()
  const [asked, complaints]: [string[], string[]] = [[], []]
  page.on('request', (request) => {
    if (request.url().startsWith(service)) asked.push(request.url().slice(service.length))
  })
  page.on('console', (message) => complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(error.message))
  await page.goto(`http://localhost:${port}/${hash}`)
  return { page, asked, complaints }
}

/** What an expression gives of an element of ours, `el`, and of what it shows, `root`. */
const ask = (page: Page, name: string, expression: string) =>
  page.evaluate(`((el, { shadowRoot: root } = el) => ${expression})(document.querySelector('${name}'))`)

const questionsOf = (page: Page) => page.locator('[part~=question]').allTextContents()

const Violations = z.object({
  violations: z.array(z.object({ id: z.string(), nodes: z.array(z.object({ html: z.string() })) })),
})

/** What hinders somebody on a page. */
async function hindrances(page: Page): Promise<object[]> {
  await page.evaluate(axe.source)
  const found = await page.evaluate(`axe.run(document, { rules: { 'target-size': { enabled: true } } })`)
  return Violations.parse(found).violations
}

describe('/embed.js', () => {
  test(`is under ${BYTES_MAX} bytes, compressed`, async () => {
    const { app } = await startService()
    const { body } = await app.inject('/embed.js')
    expect(gzipSync(body, { level: 9 }).length).toBeLessThan(BYTES_MAX)
  })

  test('may be loaded by any page, kept for an hour, and asked for again by its tag', async () => {
    const { app } = await startService({ READ_ACCESS: 'key' })
    const request = { url: '/embed.js', headers: { 'accept-encoding': 'br', origin: 'https://site.example' } }
    const { statusCode, headers } = await app.inject(request)
    expect(statusCode).toBe(200)
    expect(headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
      'x-content-type-options': 'nosniff',
      'cache-control': 'public, max-age=3600, stale-while-revalidate=86400',
      'content-encoding': 'br',
      vary: 'Accept-Encoding',
    })
    const again = { ...request, headers: { ...request.headers, 'if-none-match': headers.etag } }
    expect((await app.inject(again)).statusCode).toBe(304)
  })
})

test('the README lists every attribute, and no other', async () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
  const [, part = ''] = readme.split('### Web components\n')
  const [table = ''] = /^\| attribute[\s\S]+?\n\n/m.exec(part) ?? []
  const listed = [...table.matchAll(/^\|([^|]+)\|/gm)].flatMap(
    ([, cell = '']) => cell.match(/(?<=`)[a-z-]+(?=`)/g) ?? [],
  )
  const { page } = await embed(await listen(await startService()), '')
  const observed = await page.evaluate(
    `['qa', 'article'].flatMap((name) => customElements.get('colloquy-' + name).observedAttributes)`,
  )
  expect(new Set(listed.filter((name) => !name.startsWith('text-')))).toEqual(
    new Set(z.array(z.string()).parse(observed)),
  )
  const words = listed.filter((name) => name.startsWith('text-'))
  expect(words).toEqual(Object.keys(WORDS))
})

describe('<colloquy-qa>', () => {
  test('shows what was said on a topic, in a page of another origin that allows nothing else', async () => {
    const { app, client } = await startSeeded()
    const { page, asked, complaints } = await embed(
      await listen({ app }),
      '<colloquy-qa topic="drone-strikes"><a href="/drones">On drones</a></colloquy-qa>',
    )
    const { data } = await client.qa.list({ topic: 'drone-strikes' })
    expect(data).toHaveLength(2)
    await expect.poll(() => questionsOf(page)).toEqual(data.map(({ question }) => question.text))
    expect(await page.getByRole('link', { name: 'On drones' }).isVisible()).toBe(false)
    for (const [index, { answer, url, article }] of data.entries()) {
      const pair = page.locator('[part~=pair]').nth(index)
      expect(await pair.locator('blockquote').innerHTML()).toBe(answer.html)
      expect(await pair.getByRole('link', { name: article.title }).getAttribute('href')).toBe(url)
      expect(await pair.locator('[part~=source]').textContent()).toBe(
        `— Daniel Markey, ${article.title}, June 7, 2012`,
      )
    }
    expect(complaints).toEqual([])
    expect(asked).toEqual([
      '/embed.js',
      '/v1/qa?limit=5&topic=drone-strikes&fields=question%2Canswer%2CansweredBy%2Curl%2Carticle',
    ])
  })

  test.each([
    ['a person', 'person="ada-byron" role="answerer"', { person: 'ada-byron', role: 'answerer' }],
    ['an article', 'article="talking-of-rivers-and-borders"', { article: 'talking-of-rivers-and-borders' }],
    ['words', 'q="who owns"', { q: 'who owns' }],
    [
      'a topic or any narrower',
      'topic-under="water-law" limit="2"',
      { 'topic.under': 'water-law', limit: 2 },
    ],
    ['several at once', 'person="ada-byron" topic="water-law"', { person: 'ada-byron', topic: 'water-law' }],
  ] as const)('shows answers by %s', async (_, attributes, query) => {
    const service = await startReading()
    const { page } = await embed(await listen(service), `<colloquy-qa ${attributes}></colloquy-qa>`)
    const { data } = await service.client.qa.list({ limit: 5, ...query })
    expect(data).not.toEqual([])
    await expect.poll(() => page.locator('[part~=answer]').count()).toBe(data.length)
    expect(await questionsOf(page)).toEqual(data.flatMap(({ question }) => headingOf(question)))
  })

  test('shows the pairs that it names, in that order', async () => {
    const service = await startSeeded()
    const { data } = await service.client.articles.qa(SEED_SLUG)
    const [first, , third] = data.map(({ id }) => id)
    const { page } = await embed(
      await listen(service),
      `<colloquy-qa pair="${third} ${first}" heading-level="2"></colloquy-qa>`,
    )
    const named = [data[2]?.question.text, data[0]?.question.text]
    await expect.poll(() => page.getByRole('heading', { level: 2 }).allTextContents()).toEqual(named)
  })

  test('shows more on request, and who asked by the keyboard reads on there', async () => {
    const service = await startSeeded()
    const all = (await service.client.articles.qa(SEED_SLUG)).data.map(({ question }) => question.text)
    const { page, complaints } = await embed(
      await listen(service),
      '<colloquy-qa limit="3" text-more="Weiter" lang="de"></colloquy-qa>',
    )
    const more = page.getByRole('button', { name: 'Weiter' })
    for (const shown of [3, 6]) {
      await expect.poll(() => questionsOf(page)).toEqual(all.slice(0, shown))
      await more.press('Enter')
      await expect
        .poll(() => page.locator('[part~=pair]:focus [part~=question]').textContent())
        .toBe(all[shown])
    }
    expect(await questionsOf(page)).toEqual(all)
    expect(await more.isVisible()).toBe(false)
    expect(await page.locator('time').first().textContent()).toBe('7. Juni 2012')
    expect(complaints).toEqual([])
  })

  test('shows something else when its attributes change, whichever reply is the last to come', async () => {
    const { app, client } = await startSeeded()
    const home = await listen({ app })
    const { page, asked } = await embed(home, '<colloquy-qa topic="haqqani-network"></colloquy-qa>')
    const on = async (topic: string) => {
      return (await client.qa.list({ topic })).data.map(({ question }) => question.text)
    }
    await expect.poll(() => questionsOf(page)).toEqual(await on('haqqani-network'))
    let release = () => {}
    const held = new Promise<void>((resolve) => (release = resolve))
    await page.route('**/v1/qa?*topic=haqqani-network*', async (route) => {
      await held
      await route.continue()
    })
    const late = page.waitForResponse(/limit=4/)
    await ask(page, 'colloquy-qa', 'el.setAttribute("limit", 4)')
    await expect.poll(() => asked.at(-1)).toContain('limit=4')
    await ask(page, 'colloquy-qa', '[el.setAttribute("limit", 3), el.setAttribute("topic", "drone-strikes")]')
    await expect.poll(() => questionsOf(page)).toEqual(await on('drone-strikes'))
    release()
    await late
    await ask(page, 'colloquy-qa', 'el.reload()')
    expect(await questionsOf(page)).toEqual(await on('drone-strikes'))
    expect(asked.filter((path) => path.includes('limit=3')).every((path) => path.includes('drone'))).toBe(
      true,
    )
  })

  test('says that there is nothing', async () => {
    const { page } = await embed(await listen(await startService()), '<colloquy-qa>Soon.</colloquy-qa>')
    await expect.poll(() => page.getByRole('status').textContent()).toBe('There are no answers yet.')
  })
})

describe('<colloquy-article>', () => {
  test('shows an article whole, in its language, with a permalink at each pair', async () => {
    const { app, client } = await startReading()
    const article = await client.articles.get('talking-of-rivers-and-borders')
    const { page, complaints } = await embed(
      await listen({ app }),
      `<colloquy-article article="${article.id}"></colloquy-article>`,
    )
    await expect.poll(() => page.getByRole('heading', { level: 2 }).textContent()).toBe(article.title)
    expect(await page.getByRole('link', { name: article.title }).getAttribute('href')).toBe(article.url)
    expect(await questionsOf(page)).toEqual(article.qa.flatMap(({ question }) => headingOf(question)))
    expect(await page.locator('[part~=speaker]').allTextContents()).toEqual([
      ...['Ada Byron', 'Rosa Alba', 'Ada Byron and Rosa Alba', 'Ada Byron'],
    ])
    const links = await ask(
      page,
      'colloquy-article',
      '[...root.querySelectorAll("[part~=permalink]")].map((link) => link.href)',
    )
    expect(links).toEqual(article.qa.map(({ url }) => url))
    // Headings of a text are below the one it stands under, and leave none out.
    const levels = await ask(
      page,
      'colloquy-article',
      '[...new Set([...root.querySelectorAll("h1,h2,h3,h4,h5,h6")].map((heading) => heading.localName))]',
    )
    expect(levels).toEqual(['h2', 'h3', 'h4'])
    // The one thing that the policy of the page does not let in.
    expect(complaints.filter((text) => !text.includes('karun.jpg'))).toEqual([])
  })

  test('is read from right to left where its language is', async () => {
    const service = await startReading()
    const { page } = await embed(
      await listen(service),
      `<colloquy-article article="حديث-الأنهار"></colloquy-article>`,
    )
    await expect.poll(() => page.locator('article[lang=ar]').count()).toBe(1)
    const direction = await ask(
      page,
      'colloquy-article',
      'getComputedStyle(root.querySelector("article")).direction',
    )
    expect(direction).toBe('rtl')
  })

  test('is scrolled to the pair that the address of the page names', async () => {
    const { page } = await embed(
      await listen(await startSeeded()),
      `<colloquy-article article="${SEED_SLUG}"></colloquy-article>`,
      { hash: '#q3' },
    )
    const top = () =>
      ask(
        page,
        'colloquy-article',
        'root.querySelector("[part~=target]")?.getBoundingClientRect().top ?? NaN',
      )
    await expect.poll(top).toBeLessThan(100)
    expect(await page.locator('[part~=target]').getAttribute('id')).toBe('q3')
    await page.evaluate('location.hash = "q1"')
    await expect.poll(() => page.locator('[part~=target]').getAttribute('id')).toBe('q1')
  })

  test('hears of an edit where it is live, and what did not change stays as it is', async () => {
    const service = await startSeeded()
    const editor = await service.clientWith('editor')
    const { page, complaints } = await embed(
      await listen(service),
      `<colloquy-article article="${SEED_SLUG}" live></colloquy-article>`,
    )
    await expect.poll(async () => (await questionsOf(page)).length).toBe(8)
    await page.locator('[part~=permalink]').nth(4).focus()
    await retitle(editor, 'The Narrowing Rift')
    await expect.poll(() => page.getByRole('heading', { level: 2 }).textContent()).toBe('The Narrowing Rift')
    expect(await page.locator('[part~=permalink]:focus').textContent()).toBe('5')
    expect(complaints).toEqual([])
    const { etag } = await editor.articles.draft(SEED_SLUG)
    await editor.articles.unpublish(SEED_SLUG, { ifMatch: etag })
    await expect.poll(() => page.getByRole('heading', { level: 2 }).count()).toBe(0)
  })
})

test('where a browser cannot sanitise, a policy of the name that a page may allow lets texts in', async () => {
  const { app, client } = await startSeeded()
  const { page, complaints } = await embed(await listen({ app }), '<colloquy-qa limit="1"></colloquy-qa>', {
    policy: 'trusted-types colloquy',
    before: 'delete Element.prototype.setHTML',
  })
  const { data } = await client.qa.list({ limit: 1 })
  await expect.poll(() => page.locator('blockquote').innerHTML()).toBe(data[0]?.answer.html)
  expect(complaints).toEqual([])
})

describe('both', () => {
  const body = `<colloquy-qa topic="drone-strikes" limit="1" heading-level="2"></colloquy-qa><colloquy-article article="${SEED_SLUG}"></colloquy-article>`

  test('hinder nobody, by day and by night, and take what the page and its author say of looks', async () => {
    const { page } = await embed(await listen(await startSeeded()), body)
    await page.evaluate(`
      const sheet = new CSSStyleSheet()
      sheet.replaceSync(\`
        :root { color-scheme: light dark; font: 18px/1.5 "Courier New"; --colloquy-gap: 7px; --line: rgb(4, 5, 6) }
        colloquy-article { --colloquy-line: var(--line) }
        colloquy-qa { --colloquy-link: rgb(1, 2, 3) }
        colloquy-article::part(question) { font-style: italic }
      \`)
      document.adoptedStyleSheets = [sheet]`)
    await expect.poll(async () => (await questionsOf(page)).length).toBe(9)
    expect(await hindrances(page)).toEqual([])
    const styleOf = (name: string, selector: string, property: string) =>
      ask(page, name, `getComputedStyle(root.querySelector('${selector}')).${property}`)
    expect(await styleOf('colloquy-qa', '[part~=answer]', 'fontFamily')).toBe('"Courier New"')
    expect(await styleOf('colloquy-qa', '[part~=permalink]', 'color')).toBe('rgb(1, 2, 3)')
    expect(await styleOf('colloquy-article', '[part~=question]', 'fontStyle')).toBe('italic')
    expect(await styleOf('colloquy-article', '[part~=pair] + [part~=pair]', 'marginTop')).toBe('7px')
    expect(await styleOf('colloquy-article', '[part~=pair] + [part~=pair]', 'borderTopColor')).toBe(
      'rgb(4, 5, 6)',
    )
    await page.emulateMedia({ colorScheme: 'dark' })
    expect(await styleOf('colloquy-article', '[part~=answer]', 'color')).toBe('rgb(255, 255, 255)')
    expect(await hindrances(page)).toEqual([])
  })

  test('leave their author’s words where there is no script', async () => {
    const { page } = await embed(
      await listen(await startSeeded()),
      '<colloquy-qa topic="drone-strikes"><blockquote>As we said.</blockquote></colloquy-qa>',
      { javaScriptEnabled: false },
    )
    expect(await page.getByText('As we said.').isVisible()).toBe(true)
  })

  test('show their author’s words and say what is wrong while the service cannot be reached, and recover', async () => {
    const home = await listen(await startSeeded())
    const { page } = await embed(
      home,
      `<p id="log"></p><colloquy-article><a href="/rift">The rift</a></colloquy-article>`,
    )
    await page.evaluate(`
      for (const name of ['colloquy-error', 'colloquy-load'])
        document.addEventListener(name, ({ target, detail }) => {
          document.querySelector('#log').textContent += target.localName + name + (detail.problem?.code ?? '') + ' '
        })`)
    await page.route('**/v1/articles/**', (route) => route.abort())
    await ask(page, 'colloquy-article', `el.setAttribute('article', '${SEED_SLUG}')`)
    await expect.poll(() => page.getByRole('status').textContent()).toBe('This cannot be shown.')
    expect(await page.getByRole('link', { name: 'The rift' }).isVisible()).toBe(true)
    expect(await hindrances(page)).toEqual([])
    await page.unroute('**/v1/articles/**')
    await page.getByRole('button', { name: 'Try again' }).press('Enter')
    await expect.poll(async () => (await questionsOf(page)).length).toBe(8)
    expect(await page.getByRole('link', { name: 'The rift' }).isVisible()).toBe(false)
    expect(await page.getByRole('button').count()).toBe(0)
    expect(await page.locator('article:focus').count()).toBe(1)
    await ask(page, 'colloquy-article', `el.setAttribute('article', 'none')`)
    await expect
      .poll(() => page.getByRole('status').textContent())
      .toContain('This cannot be shown. No published')
    expect(await questionsOf(page)).toEqual([])
    expect(await page.getByRole('link', { name: 'The rift' }).isVisible()).toBe(true)
    expect(await page.locator('#log').textContent()).toBe(
      'colloquy-articlecolloquy-error colloquy-articlecolloquy-load colloquy-articlecolloquy-errornot_found ',
    )
  })

  test('lead from the addresses of a text to where its article is read', async () => {
    const service = await startService({ SITE_URL: HOME })
    const editor = await service.clientWith('editor')
    const draft = await editor.articles.create({
      title: 'Links',
      qa: [{ question: 'Where?', answer: '[There](/there) and [here](#q1).', askedBy: null, answeredBy: [] }],
    })
    await editor.articles.publish(draft.id, { ifMatch: draft.etag })
    const { page } = await embed(await listen(service), '<colloquy-qa></colloquy-qa>')
    await expect
      .poll(() => page.getByRole('link', { name: 'There' }).getAttribute('href'))
      .toBe(`${HOME}/there`)
    const here = await page.getByRole('link', { name: 'here', exact: true }).getAttribute('href')
    expect(here).toBe(`${HOME}/articles/links#q1`)
  })
})

/** What of a question stands in a heading: its first paragraph, else its words, else nothing. */
function headingOf({ html, text }: { html: string; text: string }): string[] {
  if (text === '') return []
  return html.startsWith('<p>') ? [text.split('\n\n')[0] ?? ''] : [text]
}

async function retitle(editor: Client, title: string): Promise<void> {
  const { etag } = await editor.articles.draft(SEED_SLUG)
  const edited = await editor.articles.update(SEED_SLUG, { title }, { ifMatch: etag })
  await editor.articles.publish(SEED_SLUG, { ifMatch: edited.etag })
}
