import axe from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { launchChromium } from '../chromium.ts'
import { listen } from '../listen.ts'
import { PANEL, startReading } from './world.ts'

// In a browser: what of a page only its engine knows.

const START_MS = 60_000
const PAGES = [
  ...['/', '/articles', '/people', '/topics', PANEL, '/articles/words-for-water', '/articles/none'],
  ...[`/articles/${encodeURIComponent('حديث-الأنهار')}`, '/people/ada-byron', '/topics/rivers'],
]

let browser: Browser
beforeAll(async () => {
  browser = await launchChromium()
}, START_MS)
afterAll(() => browser.close())

/** A window that notes what it asked for, and what its console complained of. */
async function open(
  options: Parameters<Browser['newContext']>[0],
): Promise<{ page: Page; asked: string[]; complaints: string[] }> {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options })
  onTestFinished(() => context.close())
  const page = await context.newPage()
  const [asked, complaints]: [string[], string[]] = [[], []]
  page.on('request', (request) => asked.push(request.url()))
  page.on('console', (message) => complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(error.message))
  return { page, asked, complaints }
}

const Violations = z.object({
  violations: z.array(z.object({ id: z.string(), nodes: z.array(z.object({ html: z.string() })) })),
})

/** What hinders somebody on a page, of what these rules look at; undefined: of all there is. */
async function hindrances(page: Page, rules?: string[]): Promise<object[]> {
  const options = { rules: { 'target-size': { enabled: true } }, ...(rules && { runOnly: rules }) }
  const found = await page.evaluate(`axe.run(document, ${JSON.stringify(options)})`)
  const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth')
  return [...Violations.parse(found).violations, ...(overflow === 0 ? [] : [{ overflow }])]
}

/** The rules that look at colours and sizes. */
const OF_LOOKS = ['color-contrast', 'link-in-text-block', 'scrollable-region-focusable', 'target-size']

test('nothing hinders anybody, by day and by night, on a phone and a wide screen', async () => {
  const home = await listen(await startReading())
  const { page } = await open({})
  for (const path of PAGES) {
    await page.setViewportSize({ width: 1280, height: 800 })
    await page.emulateMedia({ colorScheme: 'light' })
    await page.goto(home + path)
    await page.evaluate(axe.source)
    expect([path, await hindrances(page)]).toEqual([path, []])
    await page.emulateMedia({ colorScheme: 'dark' })
    expect([path, 'dark', await hindrances(page, OF_LOOKS)]).toEqual([path, 'dark', []])
    await page.setViewportSize({ width: 390, height: 800 })
    expect([path, 'dark, phone', await hindrances(page, OF_LOOKS)]).toEqual([path, 'dark, phone', []])
    await page.emulateMedia({ colorScheme: 'light' })
    expect([path, 'phone', await hindrances(page, OF_LOOKS)]).toEqual([path, 'phone', []])
  }
})

test('a page is all that is asked for, and its policy has nothing to object to', async () => {
  const home = await listen(await startReading())
  const { page, asked, complaints } = await open({})
  const read = PAGES.filter((path) => path !== PANEL && path !== '/articles/none')
  for (const path of read) await page.goto(home + path)
  expect(asked).toEqual(read.map((path) => home + path))
  // The image that its editors put in is the one thing from elsewhere.
  await page.route('https://example.org/**', (route) => route.abort())
  await page.goto(home + PANEL)
  expect(asked.slice(read.length)).toEqual([home + PANEL, 'https://example.org/karun.jpg'])
  expect(complaints.filter((text) => !text.includes('net::ERR_FAILED'))).toEqual([])
})

test('a permalink leads to its question, and is what the question has beside it', async () => {
  const home = await listen(await startReading())
  const { page } = await open({ viewport: { width: 390, height: 600 } })
  await page.goto(`${home}${PANEL}#q3`)
  expect(await page.locator(':target').textContent()).toBe('A list of doubts:')
  await expect
    .poll(() => page.evaluate('document.querySelector(":target").getBoundingClientRect().top'))
    .toBeLessThan(200)
  await page.getByRole('link', { name: 'Link to question 2' }).click()
  await expect.poll(() => page.url()).toBe(`${home}${PANEL}#q2`)
  expect(await page.locator('#q2 ~ .prose').first().textContent()).toContain('long line of code')
})

test('who has a keyboard alone skips to the text, and sees where they are', async () => {
  const home = await listen(await startReading())
  const { page } = await open({})
  await page.goto(home + PANEL)
  await page.keyboard.press('Tab')
  const focused = () =>
    page.evaluate(
      '[document.activeElement.className, document.activeElement.getBoundingClientRect().left >= 0, getComputedStyle(document.activeElement).outlineStyle]',
    )
  await expect.poll(focused).toEqual(['skip', true, 'solid'])
  await page.keyboard.press('Enter')
  await expect.poll(() => page.url()).toBe(`${home}${PANEL}#main`)
})

test('paper has the addresses that a link would lead to, and nothing to press', async () => {
  const home = await listen(await startReading())
  const { page } = await open({ colorScheme: 'dark' })
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
  await page.goto(home + PANEL)
  expect(await page.locator('nav:visible').count()).toBe(0)
  expect(await page.locator('.address:visible').count()).toBe(1)
  const printed = await page.evaluate(
    '[getComputedStyle(document.querySelector(".permalink"), "::after").content, getComputedStyle(document.documentElement).backgroundColor]',
  )
  expect(printed).toEqual(['"#q1"', 'rgb(255, 255, 255)'])
})

test('lines are about 65 characters long where there is room', async () => {
  const home = await listen(await startReading())
  const { page } = await open({ viewport: { width: 1600, height: 900 } })
  await page.goto(home + PANEL)
  const inEm = await page.evaluate(
    'document.querySelector(".pair .prose").clientWidth / parseFloat(getComputedStyle(document.querySelector(".pair .prose")).fontSize)',
  )
  // A character of a serif is a little under half an em wide.
  expect(inEm).toBeCloseTo(31, 0)
})
