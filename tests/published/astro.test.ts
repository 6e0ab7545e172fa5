import { stripVTControlCharacters } from 'node:util'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import type { Article } from '../../src/client/index.ts'
import { freePort } from '../running.ts'
import { editAnswer, SEED_SLUG, startBuilt } from './built-service.ts'
import { Example } from './example.ts'
import { hindrancesOn, openWindow } from './window.ts'

test('the README makes a site in Astro, and a later build fetches what changed alone', async () => {
  const port = await freePort()
  const site = `http://127.0.0.1:${port}`
  const { url, client } = await startBuilt({ SITE_URL: site })
  const example = new Example('astro', { 'http://127.0.0.1:3000': url, '--port 4321': `--port ${port}` })
  const [install = '', build = '', check = '', preview = ''] = example.commands
  await example.run(install)
  expect(linesOf(await example.run(build))).toContain('articles: loaded everything: 1.')
  await example.run(check)
  await example.serve(preview, site)
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

  expect(linesOf(await example.run(build))).toEqual([
    'articles: nothing changed.',
    'people: nothing changed.',
    'qa: nothing changed.',
    'topics: nothing changed.',
  ])
  await editAnswer(client, 3, 'Edited at last.')
  expect(linesOf(await example.run(build))).toEqual([
    'articles: fetched 1 of 1 that changed.',
    'people: nothing changed.',
    'qa: fetched 1 of 1 that changed.',
    'topics: nothing changed.',
  ])
  expect((await answersOn(page, `${site}/articles/${SEED_SLUG}`))[2]).toBe('Edited at last.')
  expect(complaints).toEqual([])
  expect(asked.filter((address) => !address.startsWith(`${site}/`))).toEqual([])
})

/** What the loader said of a build, in the order of the alphabet. */
function linesOf(said: string): string[] {
  const lines = stripVTControlCharacters(said).matchAll(/\[colloquy\] (.*)/g)
  return [...lines].map(([, line = '']) => line).toSorted()
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
  expect(await page.locator('.pair h2').allTextContents()).toEqual(onDrones)
  await page.getByRole('link', { name: 'Question 6' }).click()
  await page.waitForURL(`${site}/articles/${slug}#q6`)
  expect(await page.locator(':target h2').textContent()).toBe(qa[5]?.question.text)
}

async function answersOn(page: Page, url: string): Promise<string[]> {
  await page.goto(url)
  return (await page.locator('.pair .prose').allTextContents()).map(inOneLine)
}

function inOneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim()
}
