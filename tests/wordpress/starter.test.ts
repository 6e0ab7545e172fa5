import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Eleventy, { type UserConfig } from '@11ty/eleventy'
import { expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { temporary } from '../templates.ts'
import { plantThree, startListening } from './world.ts'

const TEMPLATES = fileURLToPath(new URL('starter', import.meta.url))

const Term = z.looseObject({ id: z.int(), name: z.string(), slug: z.string() })
const Post = z.looseObject({
  slug: z.string(),
  tags: z.array(z.int()),
  _embedded: z.object({
    author: z.array(z.object({ name: z.string() })).optional(),
    'wp:term': z.array(z.array(Term)),
  }),
})

/** As starters do: `fetch` page after page, until as many as `X-WP-TotalPages` says. */
async function readAll<T>(url: string, shape: z.ZodType<T>): Promise<T[]> {
  const found: T[] = []
  for (let page = 1, pages = 1; page <= pages; page += 1) {
    const reply = await fetch(`${url}&per_page=2&page=${page}`)
    pages = Number(reply.headers.get('x-wp-totalpages'))
    found.push(...z.array(shape).parse(await reply.json()))
  }
  return found
}

/** A site like that of a WordPress starter for Eleventy, from the address of the API and nothing else. */
function siteOf(root: string): (config: UserConfig) => void {
  const allPosts = async () => {
    const posts = await readAll(`${root}/wp/v2/posts?_embed=1&orderby=date&order=desc`, Post)
    return posts.map((post) => {
      const { author, 'wp:term': terms } = post._embedded
      const [[category] = [], tags = []] = terms
      return { ...post, author_name: author?.[0]?.name, category: category?.name, tag_list: tags }
    })
  }
  return (config) => {
    config.addFilter('day', (date: string) => date.slice(0, 10))
    config.addCollection('site', async () => z.looseObject({}).parse(await (await fetch(root)).json()))
    config.addCollection('posts', allPosts)
    config.addCollection('tags', async () => {
      const posts = await allPosts()
      const tags = await readAll(`${root}/wp/v2/tags?hide_empty=true`, Term)
      return tags.map((tag) => ({ ...tag, posts: posts.filter((post) => post.tags.includes(tag.id)) }))
    })
  }
}

test('a starter builds its site by fetching from WordPress’s API', async () => {
  const service = await startListening({ SITE_NAME: 'The Talk' })
  await plantThree(service)
  const folder = mkdtempSync(join(temporary, 'colloquy-starter-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  await new Eleventy(TEMPLATES, folder, {
    ...{ configPath: false, quietMode: true },
    config: siteOf(`${service.url}/wp-json`),
  }).write()

  const page = (path: string) => readFileSync(join(folder, path, 'index.html'), 'utf8')
  const folders = globSync('**/index.html', { cwd: folder }).map((path) =>
    path.replace(/\/?index\.html$/, ''),
  )
  expect(folders.sort()).toEqual([
    ...['', '1', 'a-notice', 'on-dams', 'tag/dams', 'tag/rivers', 'talking-of-rivers'],
  ])
  expect(page('')).toContain('<title>The Talk</title>')
  expect(page('')).toContain('<a rel="next" href="/1/">')
  expect(page('1')).toContain(
    '<a href="/talking-of-rivers/">Talking of &lt;Rivers&gt;</a>: <p>A hydrologist &amp; borders.</p>',
  )
  const talk = page('talking-of-rivers')
  for (const text of [
    '<link rel="canonical" href="https://site.example/articles/talking-of-rivers">',
    'By Max Born on <time>2020-01-01</time> in Interviews',
    '<h2>Who <em>owns</em> a river?</h2>',
    '<a href="/tag/rivers/">Rivers &amp; Lakes</a>',
  ])
    expect(talk).toContain(text)
  expect(page('tag/dams')).toContain('<title>Dams (2)</title>')
})
