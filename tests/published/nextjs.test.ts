import { rmSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { Webhook } from 'standardwebhooks'
import { expect, onTestFinished, test } from 'vitest'
import type { Article, Client } from '../../src/client/index.ts'
import { startServer } from '../listen.ts'
import { freePort } from '../running.ts'
import { editAnswer, SEED_SLUG, startBuilt } from './built-service.ts'
import { Example } from './example.ts'
import { answersOn, walkSite } from './walk-site.ts'
import { openWindow } from './window.ts'

const POLLING = { timeout: 30_000, interval: 100 }

test('the README makes a site in Next.js, which hears of what changes by its webhook alone', async () => {
  const port = await freePort()
  const site = `http://127.0.0.1:${port}`
  const service = await startBuilt({ SITE_URL: site, WEBHOOK_ALLOW_PRIVATE: 'true' })
  const { client } = service
  const rivers = await publishRivers(client)
  const watched = await watch(service.url)
  await serveExample({
    YOUR_ADMIN_KEY: service.key,
    'http://127.0.0.1:3000': watched.url,
    'http://127.0.0.1:3001': site,
    '--port 3001': `--port ${port}`,
  })
  const { page, asked, complaints } = await openWindow()

  const article = await client.articles.get(SEED_SLUG)
  await walkSite(page, site, article)
  await page.goto(`${site}/articles/${SEED_SLUG}`)
  const oembed = await page.locator('link[type="application/json+oembed"]').getAttribute('href')
  expect(await (await fetch(oembed ?? '')).json()).toMatchObject({ title: article.title })

  await sendForged(site, article)
  watched.asked.length = 0
  await page.goto(`${site}/articles/${SEED_SLUG}`)
  expect(watched.asked).toEqual([])

  const edited = await editAnswer(client, 3, 'Edited at last.')
  await expect
    .poll(() => answersOn(page, `${site}/articles/${SEED_SLUG}`), POLLING)
    .toContain('Edited at last.')
  await page.goto(`${site}/articles/talking-of-rivers`)
  expect(watched.asked).toContain(`/v1/articles/${SEED_SLUG}`)
  expect(watched.asked).not.toContain('/v1/articles/talking-of-rivers')
  expect(complaints).toEqual([])
  expect(asked.filter((url) => !url.startsWith(`${site}/`))).toEqual([])

  const statusOf = async (path: string) => (await fetch(site + path, { redirect: 'manual' })).status
  expect(await statusOf('/articles/lakes')).toBe(404)
  await rename(client, rivers, 'lakes')
  await expect.poll(() => statusOf('/articles/talking-of-rivers'), POLLING).toBe(308)
  await expect.poll(() => statusOf('/articles/lakes'), POLLING).toBe(200)
  await page.goto(`${site}/articles/talking-of-rivers`)
  expect(page.url()).toBe(`${site}/articles/lakes`)
  await client.articles.unpublish(SEED_SLUG, { ifMatch: edited.etag })
  await expect.poll(() => statusOf(`/articles/${SEED_SLUG}`), POLLING).toBe(404)
})

/** Runs the commands of the README, the last of which goes on until the test is over. */
async function serveExample(changed: Record<string, string>): Promise<void> {
  const example = new Example('nextjs', changed)
  onTestFinished(() => rmSync(join(example.folder, '.env.local'), { force: true }))
  const serving = example.commands.pop() ?? ''
  for (const command of example.commands) await example.run(command)
  await example.serve(serving, changed['http://127.0.0.1:3001'] ?? '')
}

/** Stands in front of a service and notes the paths that are asked for. */
async function watch(target: string): Promise<{ url: string; asked: string[] }> {
  const asked: string[] = []
  const url = await startServer((incoming, outgoing) => {
    const { method, url = '', headers } = incoming
    asked.push(url)
    const passedOn = request(target + url, { method, headers }, (reply) => {
      outgoing.writeHead(reply.statusCode ?? 0, reply.headers)
      reply.pipe(outgoing)
    })
    incoming.pipe(passedOn)
  })
  return { url, asked }
}

/** Says that an article changed, with another secret than that of the webhook. */
async function sendForged(site: string, { id }: Article): Promise<void> {
  const body = JSON.stringify({ type: 'article.updated', data: { cacheTags: [`article:${id}`] } })
  const now = new Date()
  const signature = new Webhook('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw').sign('dlv_1', now, body)
  const reply = await fetch(`${site}/api/colloquy`, {
    method: 'POST',
    headers: {
      'webhook-id': 'dlv_1',
      'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
      'webhook-signature': signature,
    },
    body,
  })
  expect(reply.status).toBe(401)
}

interface Edited {
  id: string
  etag: string
}

/** Publishes an article that has nothing in common with the one of `seed/`. */
async function publishRivers(client: Client): Promise<Edited> {
  const { id, etag } = await client.articles.create({
    title: 'Talking of Rivers',
    qa: [
      { question: 'Who owns a river?', answer: 'Nobody.', askedBy: 'Max Weir', answeredBy: ['Ada Byron'] },
    ],
  })
  return client.articles.publish(id, { ifMatch: etag })
}

async function rename(client: Client, { id, etag }: Edited, slug: string): Promise<void> {
  const draft = await client.articles.update(id, { slug }, { ifMatch: etag })
  await client.articles.publish(id, { ifMatch: draft.etag })
}
