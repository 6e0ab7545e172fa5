import { cpSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import axe from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { launchChromium } from '../chromium.ts'
import { freePort } from '../running.ts'
import { type BuiltService, startBuilt } from './built-service.ts'
import { Example, folderOf } from './example.ts'

const SLUG = 'the-widening-us-pakistan-rift'

let browser: Browser
beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(() => browser.close())

/** A copy of the example whose pages have the address of another service. */
function copyFor(service: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'colloquy-plain-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  cpSync(folderOf('plain'), folder, { recursive: true, filter: (path) => !path.endsWith('node_modules') })
  for (const page of globSync('site/*.html', { cwd: folder })) {
    const path = join(folder, page)
    writeFileSync(path, readFileSync(path, 'utf8').replaceAll('http://127.0.0.1:3000', service))
  }
  return folder
}

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

test('the commands of its README serve the plain site, which is read, filtered, linked to and edited', async () => {
  const service = await startBuilt()
  const port = await freePort()
  const site = `http://localhost:${port}`
  const example = new Example('plain', { '8080': String(port) }, copyFor(service.url))
  const [install = '', serve = '', ...more] = example.commands
  expect(more).toEqual([])
  await example.run(install)
  await example.serve(serve, site)
  const { qa } = await service.client.articles.get(SLUG)
  expect(qa).toHaveLength(8)

  const page = await browser.newPage({ reducedMotion: 'reduce' })
  const [origins, complaints]: [Set<string>, string[]] = [new Set(), []]
  page.on('request', (request) => origins.add(new URL(request.url()).origin))
  page.on('console', (message) => complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(error.message))
  const said = async () => {
    const questions = await page.locator('[part~=question]').allInnerTexts()
    const answers = await page.locator('[part~=answer]').allInnerTexts()
    return questions.map((question, index) => ({ question, answer: answers[index] }))
  }
  const toBeSaid = (positions: number[]) =>
    qa
      .filter(({ position }) => positions.includes(position))
      .map(({ question, answer }) => ({ question: question.text, answer: answer.text }))

  await page.goto(site)
  await expect.poll(said).toEqual(toBeSaid([1, 2, 3, 4]))
  await page.getByRole('button', { name: 'More' }).click()
  await expect.poll(said).toEqual(toBeSaid([1, 2, 3, 4, 5, 6, 7, 8]))
  await page.getByRole('link', { name: 'Drone strikes' }).click()
  await expect.poll(said).toEqual(toBeSaid([4, 6]))
  expect(page.url()).toContain('topic=drone-strikes')

  await page.goto(`${site}/article.html#q3`)
  await expect.poll(said).toEqual(toBeSaid([1, 2, 3, 4, 5, 6, 7, 8]))
  const target = page.locator('[part~=target]')
  expect(await target.locator('[part~=question]').innerText()).toBe(qa[2]?.question.text)
  await edit(service, 'It is **not** new at all.')
  await expect.poll(async () => (await said())[0]?.answer).toBe('It is not new at all.')

  for (const path of ['/', '/article.html'])
    for (const colorScheme of ['light', 'dark'] as const)
      for (const width of [1280, 390]) {
        await page.emulateMedia({ colorScheme })
        await page.setViewportSize({ width, height: 800 })
        await page.goto(site + path)
        await page.locator('[part~=question]').first().waitFor()
        expect([path, colorScheme, width, await hindrances(page)]).toEqual([path, colorScheme, width, []])
      }
  expect([...origins].filter((origin) => origin !== 'null')).toEqual([site, service.url])
  expect(complaints).toEqual([])
  await page.getByRole('link', { name: /^3/ }).click()
  expect(page.url()).toBe(qa[2]?.url)
})

test('without script the plain site leads to the pages of the service', async () => {
  const service = await startBuilt()
  const folder = copyFor(service.url)
  const page = await browser.newPage({ javaScriptEnabled: false })
  await page.goto(`file://${folder}/site/index.html`)
  await page.getByRole('link', { name: 'Drone strikes' }).click()
  expect(page.url()).toBe(`${service.url}/topics/drone-strikes`)
  await page.goto(`file://${folder}/site/article.html`)
  await page.getByRole('link', { name: 'Read the interview' }).click()
  expect(await page.locator('h2').count()).toBeGreaterThanOrEqual(8)
})
