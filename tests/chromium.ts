import chromium from '@sparticuz/chromium'
import { type Browser, chromium as playwright } from 'playwright-core'

/** A browser without a window, which comes with a package: nothing has to be installed for it. */
export async function launchChromium(): Promise<Browser> {
  // One process for everything, as the build is meant for, ends with the first window that is closed.
  const args = chromium.args.filter((flag) => flag !== '--single-process')
  return playwright.launch({ executablePath: await chromium.executablePath(), args, headless: true })
}
