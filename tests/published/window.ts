import axe from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { onTestFinished } from 'vitest'
import { z } from 'zod'
import { launchChromium } from '../chromium.ts'

export interface Window {
  page: Page
  /** The addresses that it asked for. */
  asked: string[]
  /** What its console warned of, and what broke. */
  complaints: string[]
}

/** A window of a real browser, which closes with the test. */
export async function openWindow(options: Parameters<Browser['newPage']>[0] = {}): Promise<Window> {
  const browser = await launchChromium()
  onTestFinished(() => browser.close())
  const page = await browser.newPage({ reducedMotion: 'reduce', ...options })
  const [asked, complaints]: [string[], string[]] = [[], []]
  page.on('request', (sent) => asked.push(sent.url()))
  page.on('console', (message) => {
    if (['warning', 'error'].includes(message.type())) complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  return { page, asked, complaints }
}

const Violations = z.object({
  violations: z.array(z.object({ id: z.string(), nodes: z.array(z.object({ html: z.string() })) })),
})

/** What hinders somebody on a page: what axe has against it, and what is wider than the window. */
async function hindrances(page: Page): Promise<object[]> {
  await page.evaluate(axe.source)
  const found = await page.evaluate('axe.run(document, { rules: { "target-size": { enabled: true } } })')
  const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth')
  return [...Violations.parse(found).violations, ...(overflow === 0 ? [] : [{ overflow }])]
}

/** The same of pages by their addresses, by day and by night, on a wide screen and a phone. */
export async function hindrancesOn(page: Page, addresses: string[], isShown = 'body'): Promise<object[]> {
  const found: object[] = []
  for (const address of addresses)
    for (const colorScheme of ['light', 'dark'] as const)
      for (const width of [1280, 390]) {
        await page.emulateMedia({ colorScheme })
        await page.setViewportSize({ width, height: 800 })
        await page.goto(address)
        await page.locator(isShown).first().waitFor()
        for (const hindrance of await hindrances(page)) found.push({ address, colorScheme, width, hindrance })
      }
  return found
}
