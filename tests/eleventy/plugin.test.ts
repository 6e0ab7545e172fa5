import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import colloquy, { type ColloquyOptions } from '../../src/eleventy/plugin.ts'
import { plant } from '../harness.ts'
import { startServer } from '../listen.ts'
import { freePort } from '../running.ts'
import { Site, startListening, startPublished } from './world.ts'

/** What is wrong with a configuration Eleventy has in another error. */
const Failure = z.object({ originalError: z.unknown().optional() })
const LOAD = '/v1/changes application/x-ndjson'

test('a page is built for each article, person and topic, and none for a draft or what is unused', async () => {
  const { url } = await startPublished()
  const site = new Site({ url })
  await site.eleventy.write()
  expect(site.paths()).toEqual([
    ...['articles/talking-of-rivers/index.html', 'articles/vom-regen/index.html', 'index.html'],
    ...['people/ada-byron/index.html', 'people/jo-lund/index.html', 'people/max-weir/index.html'],
    ...['topics/climate-change/index.html', 'topics/energy-and-climate/index.html'],
    ...['topics/human-rights/index.html', 'topics/water/index.html', 'tree.txt'],
  ])
  expect(site.page('articles/talking-of-rivers/index.html')).toBe(
    `<article lang="en"><h1>Talking of Rivers</h1>
<time datetime="2026-11-20T23:30:00.000Z">November 20, 2026</time>
<p>Ada Byron Jo Lund </p>
<section id="q1"><p>Who <em>owns</em> a river?</p><p>Nobody.</p></section>
<section id="q2"><p>And the sea?</p><p>Nobody at all.</p></section>
</article>
`,
  )
  expect(site.page('articles/vom-regen/index.html')).toContain('>7. Juni 2012</time>')
  expect(site.page('topics/energy-and-climate/index.html')).toBe(
    `0 1 1 3
<a href="/articles/talking-of-rivers/#q1">Who owns a river?</a> 11/20/26
<a href="/articles/talking-of-rivers/#q2">And the sea?</a> 11/20/26
<a href="/articles/vom-regen/#q1">Regnet es?</a> 07.06.12

`,
  )
  expect(site.page('tree.txt').trimEnd().split('\n')).toEqual([
    '(energy-and-climate(climate-change)(water))(human-rights)',
    'And the sea?',
    'climate-change water ',
    'Energy and Climate',
  ])
})

test('lists have the order of the API, and what is by a person or on a topic is as much as the API counts', async () => {
  const { url, client } = await startPublished()
  const site = new Site({ url })
  await site.eleventy.write()
  const expected: string[] = []
  for await (const { slug } of client.articles.all()) expected.push(slug)
  for await (const { id, article } of client.qa.all()) expected.push(`${id} ${article.title}`)
  expect(expected).toHaveLength(5)
  expect(site.page('index.html').trim().split('\n')).toEqual(expected)

  const [topics, people]: [string[], string[]] = [[], []]
  for await (const { slug, counts } of client.topics.all()) {
    const { articles, qa, articlesUnder, qaUnder } = counts
    if (articlesUnder + qaUnder > 0) topics.push(`${slug} ${articles} ${qa} ${articlesUnder} ${qaUnder}`)
  }
  for await (const { slug, counts } of client.people.all())
    people.push(`${slug} ${counts.articles} ${counts.asked} ${counts.answered}`)
  const numbersIn = (folder: string) => {
    const found = site.paths().filter((path) => path.startsWith(folder))
    return found.map((path) => `${path.split('/')[1]} ${site.page(path).split('\n')[0]}`)
  }
  expect(numbersIn('topics')).toEqual(topics)
  expect(numbersIn('people')).toEqual(people)
})

test('a build is one request', async () => {
  const { url } = await startPublished()
  const site = new Site({ url })
  await site.eleventy.write()
  expect(site.asked).toEqual([LOAD])
})

test('while files are watched, a build loads anew where something was published since, and only there', async () => {
  const { url, deps } = await startPublished()
  const site = new Site({ url })
  await site.eleventy.init()
  const buildFor = await site.eleventy.watch()
  onTestFinished(() => site.eleventy.stopWatch())
  const buildAgain = async () => {
    await buildFor(join(site.folder, 'site/index.njk'))
    return site.asked.splice(0)
  }
  expect(site.asked.splice(0)).toEqual([LOAD])
  const [news] = await buildAgain()
  expect(news).toMatch(/^\/v1\/changes\?since=\d+&limit=1 application\/json$/)

  await plant(deps, { title: 'Of Lakes', publishedAt: '2026-11-21T08:00:00.000Z' })
  expect(await buildAgain()).toEqual([news, LOAD])
  expect(site.page('index.html')).toMatch(/^of-lakes\ntalking-of-rivers\n/)
  expect(site.page('articles/of-lakes/index.html')).toContain('<h1>Of Lakes</h1>')
})

test('a filter of the API builds of the articles that it finds, with their people and topics alone', async () => {
  const { url } = await startPublished()
  const site = new Site({ url, filter: { topic: ['water', 'human-rights'], language: 'en' } })
  await site.eleventy.write()
  expect(site.asked).toEqual([
    LOAD,
    '/v1/articles?topic=water&topic=human-rights&language=en&fields=slug&limit=100 application/json',
  ])
  expect(site.paths().filter((path) => path.startsWith('articles'))).toEqual([
    'articles/talking-of-rivers/index.html',
  ])
  expect(site.page('people/ada-byron/index.html')).toMatch(/^1 0 2\n/)
  expect(site.page('topics/water/index.html')).toMatch(/^1 1 1 1\n/)

  const none = new Site({ url, filter: { topic: 'elections' } })
  await none.eleventy.write()
  expect(none.paths()).toEqual(['index.html', 'tree.txt'])
})

test('where reading needs a key, the one that is given is sent', async () => {
  const { url, clientWith } = await startPublished({ READ_ACCESS: 'key' })
  const admin = await clientWith('admin')
  const { key } = await admin.keys.create({ role: 'reader', name: 'site' })
  const site = new Site({ url, key })
  await site.eleventy.write()
  expect(site.page('index.html')).toContain('talking-of-rivers')
})

test('a build fails and says why where the service refuses, is away, or is none', async () => {
  const { url } = await startPublished({ READ_ACCESS: 'key' })
  const failure = async (options: ColloquyOptions) => {
    const site = new Site(options)
    const error: unknown = await site.eleventy.write().catch((thrown: unknown) => thrown)
    expect(site.paths()).toEqual([])
    return String(Failure.parse(error).originalError ?? error)
  }
  const away = `http://127.0.0.1:${await freePort()}`
  expect(await failure({ url })).toBe(
    `Error: colloquy/eleventy: ${url} refuses: Send Authorization: Bearer KEY, or sign in. (unauthenticated)`,
  )
  expect(await failure({ url, key: 'wrong' })).toBe(
    `Error: colloquy/eleventy: ${url} refuses: The key is unknown, was revoked or has expired. (unauthenticated)`,
  )
  expect(await failure({ url: away })).toBe(
    `Error: colloquy/eleventy: ${away} cannot be read: connect ECONNREFUSED ${new URL(away).host}`,
  )
  const elsewhere = await startServer((_request, reply) => reply.end('Hello'))
  expect(await failure({ url: elsewhere })).toBe(
    `Error: colloquy/eleventy: ${elsewhere}/v1/changes answered 200 with something that is neither a result nor a problem.`,
  )
  expect(await failure({ url: 'localhost:3000' })).toBe(
    'Error: colloquy/eleventy: `url` has to be the address of a service, and is localhost:3000.',
  )
})

test('while files are watched, a build that failed is followed by a whole one, of a service begun anew too', async () => {
  const { url } = await startPublished()
  const begunAnew = await startListening()
  let place = url
  // One address, at which there is now this service and now that.
  const send = (request: Request) => fetch(new Request(request.url.replace(url, place), request))
  const site = new Site({ url, send })
  await site.eleventy.init()
  const buildFor = await site.eleventy.watch()
  onTestFinished(() => site.eleventy.stopWatch())
  const saved = join(site.folder, 'site/index.njk')

  place = `http://127.0.0.1:${await freePort()}`
  await buildFor(saved)
  expect(site.page('index.html')).toContain('talking-of-rivers')
  place = begunAnew.url
  await buildFor(saved)
  expect(site.page('index.html').trim()).toBe('')
})

test('Eleventy’s namespace keeps two sources apart', async () => {
  const { url } = await startPublished()
  const site = new Site({ url }, (config) => {
    config.namespace('german_', () => config.addPlugin(colloquy, { url, filter: { language: 'de' } }))
  })
  site.write(
    'german.njk',
    '{{ german_colloquy.articles | length }} {{ collections.german_qa | length }} {{ colloquy.articles | length }}',
  )
  await site.eleventy.write()
  expect(site.page('german/index.html')).toBe('1 1 2')
})
