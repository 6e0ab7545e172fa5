import type { ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { ATTEMPTS_MAX } from '../../src/webhooks/retry.ts'
import { LEASE_MS, pingHub } from '../../src/feeds/ping-hub.ts'
import { plant, type Planted, type Service, startService } from '../harness.ts'
import { startServer } from '../listen.ts'

const PUBLIC_URL = 'https://api.example.org'
const DAY_MS = 24 * 60 * 60 * 1000

/** A hub on this machine, which ends with the test. It answers 204 until told otherwise. */
interface Hub {
  url: string
  /** Bodies that came in, in order. */
  received: string[]
  answer: (reply: ServerResponse, topic: string) => void
}

async function startHub(): Promise<Hub> {
  const address = await startServer((request, reply) => {
    void text(request).then((body) => {
      expect(request.headers['content-type']).toBe('application/x-www-form-urlencoded')
      hub.received.push(body)
      hub.answer(reply, new URLSearchParams(body).get('hub.url') ?? '')
    })
  })
  const hub: Hub = {
    url: `${address}/`,
    received: [],
    answer: (reply) => reply.writeHead(204).end(),
  }
  return hub
}

interface Place extends Service {
  hub: Hub
  /** Lets time go by for the service. */
  pass: (durationMs: number) => void
}

/** A service whose hub knows of everything until now. */
async function startPlace(settings: Record<string, string> = {}): Promise<Place> {
  const hub = await startHub()
  const service = await startService({
    ...{ PUBLIC_URL, WEBSUB_HUB_URL: hub.url, WEBHOOK_ALLOW_PRIVATE: 'true' },
    ...settings,
  })
  let passedMs = 0
  service.deps.now = () => new Date(Date.now() + passedMs)
  await pingHub(service.deps)
  return { ...service, hub, pass: (ms) => (passedMs += ms) }
}

/** The feeds that the hub was told of since the last look, sorted. */
function toldOf({ received }: Hub): string[] {
  return received
    .splice(0)
    .map((body) => {
      const { 'hub.mode': mode, 'hub.url': url, ...others } = Object.fromEntries(new URLSearchParams(body))
      expect([mode, others]).toEqual(['publish', {}])
      return (url ?? '').replace(PUBLIC_URL, '')
    })
    .sort()
}

const inAllFormats = (...feeds: string[]) =>
  feeds.flatMap((feed) => ['atom', 'json', 'rss'].map((format) => `${feed}.${format}`)).sort()

const talk: Planted = {
  title: 'Wells',
  people: [{ name: 'Ada Byron', role: 'interviewee', title: null }],
  topics: [{ slug: 'wells', name: 'Wells' }],
}
const OF_TALK = inAllFormats(
  ...['/feeds/articles', '/feeds/answers', '/feeds/topics/wells', '/feeds/topics/wells/articles'],
  ...['/feeds/people/ada-byron', '/feeds/people/ada-byron/articles'],
)

test('the hub is told of each feed that changed, by its address for others, and of no other', async () => {
  const { deps, hub, clientWith } = await startPlace()
  await plant(deps, talk)
  await pingHub(deps)
  expect(toldOf(hub)).toEqual(OF_TALK)
  await pingHub(deps)
  expect(toldOf(hub)).toEqual([])

  const editor = await clientWith('editor')
  await editor.topics.create({ name: 'Aquifers' })
  const { id, etag = '' } = await editor.topics.get('wells')
  await editor.topics.update(id, { broader: 'aquifers' }, { ifMatch: etag })
  await pingHub(deps)
  toldOf(hub)
  await plant(deps, { title: 'Digging', topics: [{ slug: 'wells', name: 'Wells' }] })
  await pingHub(deps)
  const ofTopics = ['wells', 'aquifers'].flatMap((slug) => [
    `/feeds/topics/${slug}`,
    `/feeds/topics/${slug}/articles`,
  ])
  expect(toldOf(hub)).toEqual(inAllFormats('/feeds/articles', '/feeds/answers', ...ofTopics))
})

test('what went is told of, too, and a draft is not', async () => {
  const { deps, hub, clientWith } = await startPlace()
  const id = await plant(deps, talk)
  await plant(deps, { title: 'Secret' }, { draft: true })
  await pingHub(deps)
  expect(toldOf(hub)).toEqual(OF_TALK)
  const editor = await clientWith('editor')
  const { etag: ifMatch } = await editor.articles.draft(id)
  await editor.articles.unpublish(id, { ifMatch })
  await pingHub(deps)
  expect(toldOf(hub)).toEqual(OF_TALK)
})

test('many changes to a feed are told of once', async () => {
  const { deps, hub } = await startPlace()
  for (let index = 0; index < 60; index += 1) await plant(deps, { ...talk, title: `Talk ${index}` })
  await pingHub(deps)
  expect(toldOf(hub)).toEqual(OF_TALK)
})

test('what the hub does not take is sent again later, until it does', async () => {
  const { deps, hub, pass } = await startPlace({ WEBHOOK_RETRY_BASE_MS: '60000' })
  const failing = `${PUBLIC_URL}/feeds/articles.rss`
  hub.answer = (reply, topic) => reply.writeHead(topic === failing ? 503 : 202).end()
  await plant(deps, talk)
  await expect(pingHub(deps)).rejects.toThrow('The hub did not take 1 ping(s): Answered 503.')
  expect(toldOf(hub)).toEqual(OF_TALK)
  await pingHub(deps)
  expect(toldOf(hub)).toEqual([])
  hub.answer = (reply) => reply.writeHead(204).end()
  pass(70_000)
  await pingHub(deps)
  expect(toldOf(hub)).toEqual(['/feeds/articles.rss'])
  pass(DAY_MS)
  await pingHub(deps)
  expect(toldOf(hub)).toEqual([])
})

test('a hub that takes nothing is given up, and told at once of what changes then', async () => {
  const { deps, hub, pass } = await startPlace()
  hub.answer = (reply) => reply.writeHead(500).end()
  await plant(deps, { title: 'Wells' })
  for (let turn = 1; turn <= ATTEMPTS_MAX; turn += 1) {
    await expect(pingHub(deps)).rejects.toThrow('Answered 500.')
    pass(DAY_MS * 2)
  }
  expect(toldOf(hub)).toHaveLength(6 * ATTEMPTS_MAX)
  await pingHub(deps)
  expect(toldOf(hub)).toEqual([])
  hub.answer = (reply) => reply.writeHead(204).end()
  await plant(deps, { title: 'Pumps' })
  await pingHub(deps)
  expect(toldOf(hub)).toEqual(inAllFormats('/feeds/articles', '/feeds/answers'))
})

test('what changes while the hub is being told of it is told of again', async () => {
  const { deps, hub } = await startPlace()
  await plant(deps, { title: 'Wells' })
  const feed = '/feeds/articles.rss'
  let turns: Promise<void> | undefined
  hub.answer = (reply, topic) => {
    if (topic !== PUBLIC_URL + feed || turns) return reply.writeHead(204).end()
    // Another process notes what is new before the hub has answered.
    turns = plant(deps, { title: 'Pumps' })
      .then(() => pingHub(deps))
      .finally(() => reply.writeHead(204).end())
    return reply
  }
  await pingHub(deps)
  await turns
  expect(toldOf(hub).filter((path) => path === feed)).toEqual([feed, feed])
  await pingHub(deps)
  expect(toldOf(hub)).toEqual([])
})

test('a process that ends while the hub is being told leaves it to the next one', async () => {
  const { deps, hub, pass } = await startPlace()
  await plant(deps, { title: 'Wells' })
  const ending = new AbortController()
  hub.answer = () => ending.abort()
  await pingHub(deps, { signal: ending.signal })
  hub.answer = (reply) => reply.writeHead(204).end()
  pass(LEASE_MS + 1_000)
  hub.received.splice(0)
  await pingHub(deps)
  // What was on its way to the hub when the process ended may come as well.
  expect([...new Set(toldOf(hub))]).toEqual(inAllFormats('/feeds/articles', '/feeds/answers'))
})

test('a new hub is not told of the past, and none of anything', async () => {
  const { deps, hub } = await startPlace()
  await plant(deps, { title: 'Wells' })
  const { url, received } = await startHub()
  await pingHub({ ...deps, config: { ...deps.config, websubHubUrl: url } })
  await pingHub({ ...deps, config: { ...deps.config, websubHubUrl: undefined } })
  expect([received, hub.received]).toEqual([[], []])
})

test('nothing is sent to an address that is not public, unless settings allow it', async () => {
  const { deps, hub } = await startPlace({ WEBHOOK_ALLOW_PRIVATE: 'false' })
  await plant(deps, { title: 'Wells' })
  await expect(pingHub(deps)).rejects.toThrow('Only https is sent to.')
  expect(hub.received).toEqual([])
})
