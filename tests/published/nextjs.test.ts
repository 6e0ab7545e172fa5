import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { createServer, request } from 'node:http'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { Webhook } from 'standardwebhooks'
import { expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import type { Article, Client } from '../../src/client/index.ts'
import { freePort } from '../running.ts'
import { editAnswer, SEED_SLUG, startBuilt } from './built-service.ts'
import { Example } from './example.ts'
import { hindrancesOn, openWindow } from './window.ts'

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
  await readArticle(page, site, article)
  await followTopicAndPermalink(page, site, article)
  const paths = ['/', `/articles/${SEED_SLUG}`, '/topics/drone-strikes', '/people/daniel-markey']
  expect(
    await hindrancesOn(
      page,
      paths.map((path) => site + path),
    ),
  ).toEqual([])

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
  const server = createServer((incoming, outgoing) => {
    const { method, url = '', headers } = incoming
    asked.push(url)
    const passedOn = request(target + url, { method, headers }, (reply) => {
      outgoing.writeHead(reply.statusCode ?? 0, reply.headers)
      reply.pipe(outgoing)
    })
    incoming.pipe(passedOn)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = z.object({ port: z.int() }).parse(server.address())
  return { url: `http://127.0.0.1:${port}`, asked }
}

async function answersOn(page: Page, url: string): Promise<string[]> {
  await page.goto(url)
  return (await page.locator('.pair .prose').allTextContents()).map(inOneLine)
}

function inOneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim()
}

async function readArticle(page: Page, site: string, { title, language, url, qa }: Article): Promise<void> {
  await page.goto(site)
  await page.getByRole('link', { name: title }).click()
  await page.waitForURL(url)
  expect(qa).toHaveLength(8)
  expect(await page.locator('.pair h2').allTextContents()).toEqual(qa.map(({ question }) => question.text))
  expect(await answersOn(page, url)).toEqual(qa.map(({ answer }) => inOneLine(answer.text)))
  expect(await page.locator('article').getAttribute('lang')).toBe(language)
  expect(await page.locator('link[rel=canonical]').getAttribute('href')).toBe(url)
  const oembed = await page.locator('link[type="application/json+oembed"]').getAttribute('href')
  expect(await (await fetch(oembed ?? '')).json()).toMatchObject({ title })
}

async function followTopicAndPermalink(page: Page, site: string, { slug, qa }: Article): Promise<void> {
  await page.goto(`${site}/articles/${slug}#q3`)
  expect(await page.locator(':target h2').textContent()).toBe(qa[2]?.question.text)
  await page.getByRole('link', { name: 'Drone Strikes' }).first().click()
  await page.waitForURL(`${site}/topics/drone-strikes`)
  const onDrones = [qa[3], qa[5]].map((pair) => pair?.question.text)
  await expect.poll(() => page.locator('h2:visible').allTextContents()).toEqual(onDrones)
  await page.getByRole('link', { name: 'Question 6' }).click()
  await page.waitForURL(`${site}/articles/${slug}#q6`)
  expect(await page.locator(':target h2').textContent()).toBe(qa[5]?.question.text)
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
