import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { ARTICLE_FORMS, MEDIA_TYPES, PAIR_FORMS } from '../src/representations/contract.ts'
import { askInFront, SEED_SLUG, startSeeded } from './harness.ts'

const HERE = 'http://127.0.0.1:3000'
const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
const section = readme.split(/^#{2,3} /m).find((part) => part.startsWith('Representations\n')) ?? ''

test('the README lists every form with its suffix and media type, and no other', () => {
  const rows = [...section.matchAll(/^\| `\.(\w+)` +\| `([^`]+)` +\| (.+?) +\|$/gm)]
  expect(rows.map(([, suffix, type]) => [suffix, type])).toEqual(
    ARTICLE_FORMS.map((form) => [form, MEDIA_TYPES[form]]),
  )
  const ofArticles = rows.flatMap(([, suffix, , what]) => (what?.includes('article alone') ? [suffix] : []))
  expect(ofArticles).toEqual(ARTICLE_FORMS.filter((form) => !PAIR_FORMS.some((each) => each === form)))
})

test('the README shows a form as it is', async () => {
  const { app, client } = await startSeeded({ SITE_URL: HERE })
  const [, url = '', shown = ''] =
    /curl 'http:\/\/127\.0\.0\.1:3000([^']+)'\n```\n\n```json\n([\s\S]+?)```/.exec(section) ?? []
  const { body } = await askInFront(app, { method: 'GET', url })
  const { id } = await client.articles.get(SEED_SLUG)
  // Ids are new in every database.
  expect(JSON.parse(body)).toEqual(JSON.parse(shown.replace(/art_\w+/, id)))
})
