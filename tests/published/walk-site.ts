import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import type { Article } from '../../src/client/index.ts'
import { hindrancesOn } from './window.ts'

/**
 * Reads the seeded article on a site whose pages have the addresses of our own: from the front page, whole, by a permalink,
 * and by a topic of two of its pairs; nothing hinders anybody there.
 */
export async function walkSite(page: Page, site: string, article: Article): Promise<void> {
  await readArticle(page, site, article)
  await followTopicAndPermalink(page, site, article)
  const paths = ['/', `/articles/${article.slug}`, '/topics/drone-strikes', '/people/daniel-markey']
  const addresses = paths.map((path) => site + path)
  expect(await hindrancesOn(page, addresses)).toEqual([])
}

/** The answers that a page shows, in order. */
export async function answersOn(page: Page, url: string): Promise<string[]> {
  await page.goto(url)
  return (await page.locator('.pair .prose').allTextContents()).map(inOneLine)
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

function inOneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim()
}
