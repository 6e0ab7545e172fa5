import { Cite } from '@citation-js/core'
import '@citation-js/plugin-csl'
import { describe, expect, test } from 'vitest'
import { plant, SEED_SLUG, startSeeded, startService } from '../harness.ts'
import { plantRivers } from './planted.ts'

const format = (item: object) => String(new Cite(item).format('bibliography', {})).trim()

describe('an article and a pair as CSL-JSON', () => {
  test('are cited by a program that knows nothing of us', async () => {
    const { client } = await startSeeded()
    const article = await client.articles.getAs(SEED_SLUG, 'csl')
    expect(format(article)).toBe(
      'Daniel Markey. (2012, June 7). The Widening U.S.-Pakistan Rift (Bernard Gwertzman, Interviewer). https://site.example/articles/the-widening-us-pakistan-rift',
    )
    const [pair] = (await client.articles.get(SEED_SLUG)).qa
    const cited = format(await client.qa.getAs(pair?.id ?? '', 'csl'))
    expect(cited).toContain('Daniel Markey. (2012, June 7).')
    expect(cited).toContain('The Widening U.S.-Pakistan Rift')
    expect(cited).toContain('#q1')
  })

  test('name each by the role, whole, and where it was published', async () => {
    const { client, deps } = await startService()
    const id = await plantRivers(deps)
    expect(await client.articles.getAs(id, 'csl')).toEqual({
      ...{ id, type: 'interview', title: 'Über „Flüsse“ & <Grenzen>', 'container-title': 'The River Post' },
      author: [{ literal: 'Ada Byron' }, { literal: 'Bo "Rain" Li' }],
      ...{ interviewer: [{ literal: 'Max Weir' }], translator: [{ literal: 'Tess Lane' }] },
      issued: { 'date-parts': [[2024, 5, 1]] },
      ...{ URL: 'https://site.example/articles/ueber-fluesse-and-grenzen', language: 'de' },
      abstract: 'A talk of "borders" & banks.',
    })
    const [first, second] = (await client.articles.get(id)).qa
    expect(await client.qa.getAs(first?.id ?? '', 'csl')).toMatchObject({
      ...{ title: 'Who owns a river?', 'container-title': 'Über „Flüsse“ & <Grenzen>', URL: first?.url },
    })
    expect(await client.qa.getAs(second?.id ?? '', 'csl')).not.toHaveProperty('author')
  })

  test('an article without pairs is cited by its authors', async () => {
    const { client, deps } = await startService()
    const people = [{ name: 'Ada Byron', role: 'author' as const, title: null }]
    const id = await plant(deps, { title: 'Alone', kind: 'article', people })
    expect(await client.articles.getAs(id, 'csl')).toMatchObject({
      ...{ type: 'webpage', author: [{ literal: 'Ada Byron' }] },
    })
  })
})
