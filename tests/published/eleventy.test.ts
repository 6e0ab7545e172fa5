import axe from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import type { QaPair } from '../../src/client/index.ts'
import { launchChromium } from '../chromium.ts'
import { freePort } from '../running.ts'
import { type BuiltService, startBuilt } from './built-service.ts'
import { Example } from './example.ts'

const SLUG = 'the-widening-us-pakistan-rift'
const ARTICLE = `/articles/${SLUG}/`

let browser: Browser
beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(() => browser.close())

const Violations = z.object({
  violations: z.array(z.object({ id: z.string(), nodes: z.array(z.object({ html: z.string() })) })),
})

/** What hinders somebody on a page. */
async function hindrances(page: Page): Promise<object[]> {
  await page.evaluate(axe.source)
  const found = await page.evaluate('axe.run(document, { rules: { "target-size": { enabled: true } } })')
  const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth')
  return [...Violations.parse(found).violations, ...(overflow === 0 ? [] : [{ overflow }])]
}

/** Publishes another answer to the first question. */
async function edit({ client }: BuiltService, answer: string): Promise<void> {
  const { id, etag, qa } = await client.articles.draft(SLUG)
  const edited = qa.map((pair, index) => (index === 0 ? { ...pair, answer } : pair))
  const draft = await client.articles.update(id, { qa: edited }, { ifMatch: etag })
  await client.articles.publish(id, { ifMatch: draft.etag })
}

test('the commands of its README make the Eleventy site, which is read, filtered, linked to and edited', async () => {
  const service = await startBuilt()
  const port = await freePort()
  const site = `http://127.0.0.1:${port}`
  const example = new Example('eleventy', { 'http://127.0.0.1:3000': service.url, '8080': String(port) })
  const [install = '', build = '', serve = '', ...more] = example.commands
  expect(more).toEqual([])
  await example.run(install)
  await example.run(build)
  await example.serve(serve, site)

  const page = await browser.newPage({ reducedMotion: 'reduce' })
  const [origins, complaints]: [Set<string>, string[]] = [new Set(), []]
  page.on('request', (request) => origins.add(new URL(request.url()).origin))
  page.on('console', (message) => {
    // Eleventy's server says there that it is connected.
    if (message.type() !== 'log') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  const pairs = async () => {
    const questions = await page.locator('.pair h2').allInnerTexts()
    const answers = await page.locator('.pair .answer').allInnerTexts()
    return questions.map((question, index) => ({ question, answer: answers[index] }))
  }
  const said = (all: QaPair[]) =>
    all.map((pair) => ({ question: pair.question.text, answer: pair.answer.text }))

  await page.goto(site)
  await page.getByRole('link', { name: 'The Widening U.S.-Pakistan Rift' }).click()
  const { qa } = await service.client.articles.get(SLUG)
  expect(qa).toHaveLength(8)
  expect(await pairs()).toEqual(said(qa))
  expect(await page.locator('time').innerText()).toBe('June 7, 2012')

  await page.locator('#q4').getByRole('link', { name: 'Drone Strikes' }).click()
  expect(await page.title()).toContain('Drone Strikes')
  expect(await pairs()).toEqual(said(qa.filter(({ position }) => position === 4 || position === 6)))
  await page.locator('.pair').nth(1).getByRole('link', { name: 'The Widening U.S.-Pakistan Rift' }).click()
  expect(page.url()).toBe(`${site}${ARTICLE}#q6`)
  expect(await page.locator(':target h2').innerText()).toBe(qa[5]?.question.text)
  await page.getByRole('link', { name: 'Link to answer 3' }).click()
  expect(page.url()).toBe(`${site}${ARTICLE}#q3`)
  expect(await page.locator(':target h2').innerText()).toBe(qa[2]?.question.text)
  await page.getByRole('link', { name: 'Bernard Gwertzman' }).click()
  expect(await page.locator('main li').allInnerTexts()).toEqual(['The Widening U.S.-Pakistan Rift'])

  for (const path of [
    '/',
    ARTICLE,
    '/topics/',
    '/topics/drone-strikes/',
    '/people/',
    '/people/daniel-markey/',
  ])
    for (const colorScheme of ['light', 'dark'] as const)
      for (const width of [1280, 390]) {
        await page.emulateMedia({ colorScheme })
        await page.setViewportSize({ width, height: 800 })
        await page.goto(site + path)
        expect([path, colorScheme, width, await hindrances(page)]).toEqual([path, colorScheme, width, []])
      }

  await edit(service, 'It is **not** new at all.')
  await example.run(build)
  await page.goto(site + ARTICLE)
  expect((await pairs())[0]?.answer).toBe('It is not new at all.')
  expect([...origins].filter((origin) => origin !== 'null')).toEqual([site])
  expect(complaints).toEqual([])
})
