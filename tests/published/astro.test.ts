import { stripVTControlCharacters } from 'node:util'
import { expect, test } from 'vitest'
import { freePort } from '../running.ts'
import { editAnswer, SEED_SLUG, startBuilt } from './built-service.ts'
import { Example } from './example.ts'
import { answersOn, walkSite } from './walk-site.ts'
import { openWindow } from './window.ts'

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
  await walkSite(page, site, article)

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
