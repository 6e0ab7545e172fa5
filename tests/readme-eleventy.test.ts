import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { Site, startPublished } from './eleventy/world.ts'

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
const part = readme.split(/^##+ /m).find((each) => each.startsWith('Eleventy\n')) ?? ''

test('the template of the README makes a page for each topic', async () => {
  const { url } = await startPublished()
  const site = new Site({ url })
  const [, template = ''] = /```njk\n([\s\S]+?)```/.exec(part) ?? []
  site.write('topic.liquid', '---\npermalink: false\n---\n')
  site.write('topic.njk', template)
  await site.eleventy.write()
  const page = site.page('topics/water/index.html').replace(/\n\s*/g, '')
  expect(page).toBe(
    '<h1>Water</h1><h2 lang="en">Who owns a river?</h2><p>Nobody.</p>' +
      '<a href="/articles/talking-of-rivers/#q1">November 20, 2026</a>' +
      '<h2 lang="de">Regnet es?</h2><p>Ja.</p><a href="/articles/vom-regen/#q1">7. Juni 2012</a>',
  )
})
