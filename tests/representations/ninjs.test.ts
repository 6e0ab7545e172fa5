import { describe, expect, test } from 'vitest'
import { Ninjs } from '../../src/representations/contract.ts'
import { plant, SEED_SLUG, startSeeded, startService } from '../harness.ts'
import { plantRivers } from './planted.ts'

const API = 'https://api.example'

describe('an article as ninjs', () => {
  test('says nothing that ninjs has no word for, whatever the article has', async () => {
    const { client, deps } = await startSeeded()
    for (const name of [SEED_SLUG, await plantRivers(deps), await plant(deps, { title: 'Alone' })])
      expect(Ninjs.safeParse(await client.articles.getAs(name, 'ninjs')).error).toBeUndefined()
  })

  test('has people and sources with their roles, and each pair as an association', async () => {
    const { client, deps } = await startService({ PUBLIC_URL: API })
    const id = await plantRivers(deps)
    const article = await client.articles.get(id)
    const item = await client.articles.getAs(id, 'ninjs')
    expect(item).toMatchObject({
      ...{ uri: `${API}/v1/articles/${id}`, language: 'de', by: 'Max Weir', version: '1', profile: 'panel' },
      ...{ contentCreated: article.publishedAt, versionCreated: article.updatedAt },
      headlines: [{ role: 'main', value: article.title }],
      genres: [{ name: 'Interview', uri: 'http://cv.iptc.org/newscodes/genre/Interview' }],
      subjects: [{ name: 'Water', rel: 'about', literal: 'water' }],
      renditions: [{ href: article.url }],
    })
    expect(item.people.map(({ name, rel }) => [name, rel])).toEqual([
      ['Ada Byron', 'interviewee'],
      ['Bo "Rain" Li', 'interviewee'],
      ['Max Weir', 'interviewer'],
      ['Tess Lane', 'translator'],
      ['Old Man River', 'mentioned'],
    ])
    expect(item.infoSources.map(({ name, role }) => [name, role])).toEqual([
      ['Ada Byron', 'interviewee'],
      ['Bo "Rain" Li', 'interviewee'],
      ['Max Weir', 'interviewer'],
      ['Tess Lane', 'translator'],
      ['The River Post', 'publisher'],
    ])
    expect(item.associations.map(({ uri, name, renditions }) => [uri, name, renditions[0]?.href])).toEqual(
      article.qa.map(({ id: pairId, question, url }) => [`${API}/v1/qa/${pairId}`, question.text, url]),
    )
    const [first] = item.associations
    expect(first?.bodies.find(({ contentType }) => contentType === 'text/plain')?.value).toBe(
      article.qa[0]?.answer.text,
    )
    expect(first?.people.map(({ rel }) => rel)).toEqual([
      'interviewer',
      'interviewee',
      'interviewee',
      'mentioned',
    ])
  })
})
