import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { buildApp } from '../../src/app.ts'
import { exportFolder } from '../../src/cli/export.ts'
import { importExport } from '../../src/cli/import-export.ts'
import { world } from '../../src/deps.ts'
import { plant, startService } from '../harness.ts'
import { openDatabase, temporary } from '../templates.ts'
import { asking, plantThree } from './world.ts'

const LISTS = ['posts', 'tags?hide_empty=1', 'users', 'categories'].map((list) => `/wp/v2/${list}`)

test('what was merged leads, by its number too, to what it was merged into', async () => {
  const service = await startService()
  await plantThree(service)
  const { number, ask, slugs } = asking(service)
  const [max, ben] = [await number('users', 'max-born'), await number('users', 'ben-okri')]
  const [rivers, dams] = [await number('tags', 'rivers'), await number('tags', 'dams')]
  const editor = await service.clientWith('editor')
  const [person, topic] = [await editor.people.get('ben-okri'), await editor.topics.get('rivers')]
  await editor.people.merge(person.id, 'max-born', { ifMatch: person.etag ?? '' })
  await editor.topics.merge(topic.id, 'dams', { ifMatch: topic.etag ?? '' })

  const moved = await ask(`/wp/v2/users/${ben}?_fields=id`)
  expect([moved.statusCode, moved.headers.location]).toEqual([308, `/wp-json/wp/v2/users/${max}?_fields=id`])
  expect((await ask(`/wp/v2/tags/${rivers}/`)).headers.location).toBe(`/wp-json/wp/v2/tags/${dams}/`)
  expect(await slugs(`/wp/v2/posts?author=${ben}`)).toEqual(['on-dams', 'talking-of-rivers'])
  expect(await slugs(`/wp/v2/posts?tags=${rivers}`)).toEqual(['on-dams', 'talking-of-rivers'])
})

test('a number is never given again, whatever becomes of what had it', async () => {
  const service = await startService()
  const { number, refusal } = asking(service)
  const editor = await service.clientWith('editor')
  const made = await editor.topics.create({ name: 'Ponds' })
  const ponds = await number('tags', 'ponds')
  await editor.topics.delete(made.id, { ifMatch: made.etag ?? '' })
  expect(await refusal(`/wp/v2/tags/${ponds}`)).toMatchObject({ status: 404, code: 'rest_term_invalid' })
  await editor.topics.create({ name: 'Ponds' })
  expect(await number('tags', 'ponds')).toBeGreaterThan(ponds)
})

test('a post keeps its number through new slugs and while nobody sees it', async () => {
  const service = await startService()
  const [id] = await plantThree(service)
  const { number } = asking(service)
  const before = await number('posts', 'talking-of-rivers')
  const editor = await service.clientWith('editor')
  const draft = await editor.articles.draft(id)
  const hidden = await editor.articles.unpublish(id, { ifMatch: draft.etag })
  const renamed = await editor.articles.update(id, { slug: 'of-rivers' }, { ifMatch: hidden.etag })
  await editor.articles.publish(id, { ifMatch: renamed.etag })
  expect(await number('posts', 'of-rivers')).toBe(before)
})

test('an export keeps every number; where another has it already, a new one is given', async () => {
  const first = await startService()
  await plantThree(first)
  const folder = mkdtempSync(join(temporary, 'colloquy-numbers-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  await exportFolder(first.deps.store.read, join(folder, 'export'), () => undefined)
  const importInto = (deps: typeof first.deps) =>
    importExport(deps, join(folder, 'export'), {
      ...{ author: 'test', onProgress: () => undefined, report: () => undefined },
    })

  const { config, store } = openDatabase(join(folder, 'empty.db'))
  const empty = { ...world, config, store }
  await importInto(empty)
  const app = await buildApp(empty)
  onTestFinished(async () => {
    await app.close()
    await store.close()
  })
  const known = asking(first)
  for (const list of LISTS) {
    const fields = `${list}${list.includes('?') ? '&' : '?'}per_page=100&_fields=id,slug,tags,author`
    expect(await asking({ app }).get(fields)).toEqual(await known.get(fields))
  }

  const other = await startService()
  await plant(other.deps, { title: 'Here before' })
  await importInto(other.deps)
  const there = asking(other)
  const slugs = ['here-before', 'talking-of-rivers', 'on-dams', 'a-notice']
  const numbers = await Promise.all(slugs.map((slug) => there.number('posts', slug)))
  expect(new Set(numbers.filter((number) => number > 0)).size).toBe(slugs.length)
})
