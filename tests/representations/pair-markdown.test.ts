import { load } from 'js-yaml'
import { describe, expect, test } from 'vitest'
import { SEED_SLUG, startSeeded, startService } from '../harness.ts'
import { plantRivers } from './planted.ts'
import { RIVERS } from './rivers.ts'

describe('a pair as Markdown', () => {
  test('has front matter that says what it is, and the texts as editors wrote them', async () => {
    const { client, deps } = await startService()
    const id = await plantRivers(deps)
    const article = await client.articles.get(id)
    const [first, second] = article.qa
    const [, yaml = '', page = ''] = (await client.qa.getAs(first?.id ?? '', 'md')).split(/^---\n/m)
    expect(load(yaml)).toEqual({
      ...{ type: 'qa', id: first?.id, number: 1, uri: first?.url, language: 'de' },
      ...{ askedBy: 'Max Weir', answeredBy: ['Ada Byron', 'Bo "Rain" Li'], mentions: ['Old Man River'] },
      topics: [{ slug: 'water', name: 'Water' }],
      article: { id, title: article.title, url: article.url, publishedAt: article.publishedAt },
    })
    expect(page).toBe(
      `\n<!-- question -->\n\n## Who owns a river?\n\n<!-- answer -->\n\n${RIVERS.qa[0]?.answer}\n`,
    )
    expect(await client.qa.getAs(second?.id ?? '', 'md')).toContain(`\n\n${RIVERS.qa[1]?.question}\n`)
  })

  test('is what readers see, while the draft is another', async () => {
    const { client, clientWith } = await startSeeded()
    const { articles } = await clientWith('editor')
    const draft = await articles.draft(SEED_SLUG)
    const [pair] = draft.qa
    const seen = await client.qa.getAs(pair?.id ?? '', 'md')
    const qa = draft.qa.map((each) => ({ ...each, answer: 'Not yet.' }))
    const edited = await articles.update(draft.id, { qa }, { ifMatch: draft.etag })
    expect(await client.qa.getAs(pair?.id ?? '', 'md')).toBe(seen)
    await articles.publish(draft.id, { ifMatch: edited.etag })
    expect(await client.qa.getAs(pair?.id ?? '', 'md')).toContain('Not yet.')
  })

  test('makes an article of its own where it is imported, and not another text of the one it is from', async () => {
    const { client, clientWith } = await startSeeded()
    const { imports } = await clientWith('editor')
    const [pair] = (await client.articles.get(SEED_SLUG)).qa
    const page = await client.qa.getAs(pair?.id ?? '', 'md')
    const { status } = await imports.create(page, { contentType: 'text/markdown' })
    expect(status).toBe('created')
  })
})
