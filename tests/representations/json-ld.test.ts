import { describe, expect, test } from 'vitest'
import { plant, SEED_SLUG, startSeeded, startService } from '../harness.ts'
import { ADA_ELSEWHERE, plantRivers } from './planted.ts'
import { expand, faultsOf } from './schema-org.ts'

const SITE = 'https://site.example'

describe('an article and its pairs as schema.org', () => {
  test('have no term that schema.org has not, and miss none that its readers need', async () => {
    const { client, deps } = await startSeeded()
    expect(
      await faultsOf({ '@type': 'NewsArticle', headliner: 'x', author: { '@type': 'Persson' } }),
    ).toEqual([
      'Property "headliner" for type "NewsArticle" is not supported by the schema.org specification',
      'Type "Persson" is not a valid schema.org type',
    ])
    const names = [SEED_SLUG, await plantRivers(deps), await plant(deps, { title: 'Alone', kind: 'article' })]
    for (const name of names) {
      expect(await faultsOf(await client.articles.getAs(name, 'jsonld'))).toEqual([])
      for (const { id } of (await client.articles.get(name)).qa)
        expect(await faultsOf(await client.qa.getAs(id, 'jsonld'))).toEqual([])
    }
  })

  test('an article is a NewsArticle of Questions: who asks, who answers, where it is read', async () => {
    const { client } = await startSeeded()
    const article = await client.articles.get(SEED_SLUG)
    const document = await client.articles.getAs(SEED_SLUG, 'jsonld')
    const { title, url, language, publishedAt, updatedAt, wordCount, qa } = article
    expect(document).toMatchObject({
      '@context': 'https://schema.org',
      '@type': 'NewsArticle',
      '@id': url,
      ...{ url, headline: title, genre: 'Interview', inLanguage: language, wordCount },
      ...{ datePublished: publishedAt, dateModified: updatedAt },
      author: [{ '@type': 'Person', name: 'Bernard Gwertzman' }],
      contributor: [{ '@id': `${SITE}/people/daniel-markey`, jobTitle: 'CFR South Asia expert' }],
      about: [{ '@type': 'DefinedTerm', '@id': `${SITE}/topics/terrorism-and-counterterrorism` }],
    })
    const [expanded] = await expand(document)
    const parts = qa.map((pair) => ({
      '@id': pair.url,
      '@type': ['https://schema.org/Question'],
      'https://schema.org/text': [{ '@value': pair.question.text }],
      'https://schema.org/author': [expect.objectContaining({ '@id': `${SITE}/people/bernard-gwertzman` })],
      'https://schema.org/acceptedAnswer': [
        expect.objectContaining({
          '@id': `${pair.url}-answer`,
          '@type': ['https://schema.org/Answer'],
          'https://schema.org/text': [{ '@value': pair.answer.text }],
          'https://schema.org/author': [expect.objectContaining({ '@id': `${SITE}/people/daniel-markey` })],
        }),
      ],
    }))
    expect(expanded).toMatchObject({ 'https://schema.org/hasPart': parts })
    expect(JSON.stringify(document)).not.toMatch(/FAQPage|QAPage/)
  })

  test('say of a translation what it is one of, and of people who they are elsewhere', async () => {
    const { client, deps } = await startService()
    const id = await plantRivers(deps)
    const document = await client.articles.getAs(id, 'jsonld')
    const original = { '@type': 'CreativeWork', url: 'https://post.example/talk?a=1&b=2', inLanguage: 'fr' }
    expect(document).toMatchObject({
      ...{ isBasedOn: original, translationOfWork: original, publisher: { name: 'The River Post' } },
      contributor: [{ name: 'Ada Byron', sameAs: [ADA_ELSEWHERE] }, { name: 'Bo "Rain" Li' }],
      ...{ translator: [{ name: 'Tess Lane' }], mentions: [{ name: 'Old Man River' }] },
    })
    const [first] = (await client.articles.get(id)).qa
    expect(await client.qa.getAs(first?.id ?? '', 'jsonld')).toMatchObject({
      ...{ '@type': 'Question', '@id': first?.url, inLanguage: 'de' },
      acceptedAnswer: { author: [{ name: 'Ada Byron', sameAs: [ADA_ELSEWHERE] }, { name: 'Bo "Rain" Li' }] },
      isPartOf: { '@type': 'NewsArticle', headline: 'Über „Flüsse“ & <Grenzen>' },
    })
  })

  test('say at once who people are elsewhere when an editor changes it', async () => {
    const { client, clientWith, deps } = await startService()
    const id = await plantRivers(deps)
    const [first] = (await client.articles.get(id)).qa
    const both = async () =>
      JSON.stringify([
        await client.articles.getAs(id, 'jsonld'),
        await client.qa.getAs(first?.id ?? '', 'jsonld'),
      ])
    expect((await both()).split(ADA_ELSEWHERE)).toHaveLength(3)
    const { people } = await clientWith('editor')
    const { etag = '' } = await people.get('ada-byron')
    await people.update('ada-byron', { sameAs: ['https://new.example/ada'] }, { ifMatch: etag })
    expect((await both()).split('https://new.example/ada')).toHaveLength(3)
    expect(await both()).not.toContain(ADA_ELSEWHERE)
  })

  test('an article without pairs has its text, and is no interview', async () => {
    const { client, deps } = await startService()
    const id = await plant(deps, { title: 'Alone', kind: 'article', intro: 'All *of* it.' })
    const document = await client.articles.getAs(id, 'jsonld')
    expect(document).toMatchObject({ articleBody: 'All of it.' })
    expect(Object.keys(document)).not.toEqual(expect.arrayContaining(['genre']))
    expect(Object.keys(document)).not.toEqual(expect.arrayContaining(['hasPart']))
  })
})
