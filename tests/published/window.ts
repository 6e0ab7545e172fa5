import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { onTestFinished } from 'vitest'
import { z } from 'zod'
import { launchChromium } from '../chromium.ts'

export interface Window {
  page: Page
  /** The addresses that it asked for. */
  asked: string[]
  /** What its console said, and what broke. */
  complaints: string[]
}

/** A window of a real browser, which closes with the test. */
export async function openWindow(): Promise<Window> {
  const browser = await launchChromium()
  onTestFinished(() => browser.close())
  const page = await browser.newPage()
  const [asked, complaints]: [string[], string[]] = [[], []]
  page.on('request', (sent) => asked.push(sent.url()))
  page.on('console', (message) => complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(error.message))
  return { page, asked, complaints }
}

/** What axe has against a page. */
export async function hindrances(page: Page): Promise<object[]> {
  await page.evaluate(axe.source)
  const found = await page.evaluate('axe.run(document, { rules: { "target-size": { enabled: true } } })')
  return z.object({ violations: z.array(z.object({ id: z.string() })) }).parse(found).violations
}
