import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Eleventy, { type UserConfig } from '@11ty/eleventy'
import type { GhostAPI, PostOrPage } from '@tryghost/content-api'
import { expect, onTestFinished, test } from 'vitest'
import { temporary } from '../templates.ts'
import { plantThree, startGhost } from './world.ts'

const TEMPLATES = fileURLToPath(new URL('starter', import.meta.url))

interface Addressed {
  url?: string | null | undefined
}

/** As starters do: what Ghost says is at an address of the site is a folder of the site. */
function inSite<T extends Addressed>(resource: T): T {
  return { ...resource, url: new URL(resource.url ?? '').pathname }
}

/** A site like that of Ghost's starter for Eleventy, from its client and nothing else. */
function siteOf(ghost: GhostAPI): (config: UserConfig) => void {
  const allPosts = async () => {
    const posts = await ghost.posts.browse({ include: ['tags', 'authors'], limit: 'all' })
    return posts.map((post) => ({
      ...inSite(post),
      authors: post.authors?.map(inSite),
      primary_tag: post.primary_tag && inSite(post.primary_tag),
    }))
  }
  const hasPost = ({ id }: { id: string }) => {
    return ({ tags, authors }: PostOrPage) =>
      [...(tags ?? []), ...(authors ?? [])].some((each) => each.id === id)
  }
  return (config) => {
    config.addFilter('slice10', (text: string) => text.slice(0, 10))
    config.addCollection('site', () => ghost.settings.browse())
    config.addCollection('posts', allPosts)
    config.addCollection('names', async () => {
      const posts = await allPosts()
      const options = { include: 'count.posts', limit: 'all' } as const
      const names = [...(await ghost.tags.browse(options)), ...(await ghost.authors.browse(options))]
      return names.map((name) => ({ ...inSite(name), posts: posts.filter(hasPost(name)) }))
    })
  }
}

test('a starter builds its site by Ghost’s client', async () => {
  const service = await startGhost({ SITE_NAME: 'The Talk' })
  await plantThree(service)
  const folder = mkdtempSync(join(temporary, 'colloquy-starter-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  await new Eleventy(TEMPLATES, folder, {
    ...{ configPath: false, quietMode: true },
    config: siteOf(service.ghost),
  }).write()

  const page = (path: string) => readFileSync(join(folder, path, 'index.html'), 'utf8')
  const folders = globSync('**/index.html', { cwd: folder }).map((path) =>
    path.replace(/\/?index\.html$/, ''),
  )
  expect(folders.sort()).toEqual([
    '',
    '1',
    ...['articles/a-notice', 'articles/on-dams', 'articles/talking-of-rivers'],
    ...['people/ada-byron', 'people/ben-okri', 'people/max-born', 'topics/dams', 'topics/rivers'],
  ])
  expect(page('')).toContain('<title>The Talk</title>')
  expect(page('')).toContain('<a rel="next" href="/1/">')
  expect(page('1')).toContain(
    '<a href="/articles/talking-of-rivers/">Talking of Rivers</a>: A hydrologist on borders.',
  )
  const talk = page('articles/talking-of-rivers')
  for (const text of [
    '<html lang="en">',
    '<link rel="canonical" href="https://site.example/articles/talking-of-rivers">',
    'By <a href="/people/max-born/">Max Born</a>, <a href="/people/ada-byron/">Ada Byron</a>',
    '<time>2020-01-01</time>',
    '<h2>Who <em>owns</em> a river?</h2>',
    'More on <a href="/topics/rivers/">Rivers</a>',
  ])
    expect(talk).toContain(text)
  expect(page('topics/dams')).toContain('<title>Dams (2)</title>')
  expect(page('people/ben-okri')).toContain('<li><a href="/articles/on-dams/">On Dams</a></li>')
})
