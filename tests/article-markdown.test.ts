import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ARTICLE_KINDS, PERSON_ROLES } from '../src/contract.ts'
import { articleReplies } from '../src/db/reply-tables.ts'
import { slugs } from '../src/db/tables.ts'
import { world } from '../src/deps.ts'
import type { ImportedArticle, Parsed } from '../src/imports/contract.ts'
import { readExport } from '../src/imports/read-export.ts'
import { Problem } from '../src/problem.ts'
import { writeExport } from '../src/publishing/write-export.ts'
import { ArticleDocument } from '../src/revisions/contract.ts'
import { plant, SEED_SLUG, startSeeded, startService } from './harness.ts'
import { problemOf } from './problem-of.ts'

const MARKDOWN = 'text/markdown'
const JSON_TYPE = 'application/json'
const ARTICLE_ID = world.newId('art')

/** What an export is read as; throws where it is not ours. */
function read(text: string, mediaType = MARKDOWN): Required<Parsed> {
  const { article, receipt, identity } = readExport(text, mediaType) ?? {}
  if (!article || !receipt || !identity) throw new Error('This is no export.')
  return { article, receipt, identity }
}

function refusalOf(text: string, mediaType = MARKDOWN): Problem {
  try {
    readExport(text, mediaType)
  } catch (error) {
    if (error instanceof Problem) return error
    throw error
  }
  throw new Error('This was read, and should have been refused.')
}

/** A document as the importer knows one: people and topics go by their names, pairs have no identity. */
function asImported({ people, topics, qa, ...document }: ArticleDocument): ImportedArticle {
  const named = (of: ArticleDocument['topics']) => of.map(({ slug, name }) => ({ slug, name }))
  return {
    ...document,
    people: people.map(({ name, role, title }) => ({ name, role, title })),
    topics: named(topics),
    qa: qa.map(({ question, answer, askedBy, answeredBy, mentions, topics: of }) => ({
      ...{ question, answer, askedBy, answeredBy, mentions, topics: named(of) },
    })),
  }
}

const AWKWARD = [
  ...['<!-- answer -->', '<!-- question {"id":1} -->', '<!-- intro -->', '<!-- \\answer -->', '<!--', '-->'],
  ...['---', '...', '## ', '# ', '#', '```', '~~~', '> ', '- ', '1. ', '    ', '\t', '***', '<div>', '&amp;'],
  ...['\\', '\n', '\n\n', '\n\n\n', '\r\n', '\r', ' ', '  \n', '\u2028', '\u0085', '\ufeff', '\u00a0', '\0'],
  ...['\u0007', '\u007f', '\ud800', '😀', 'Who?', 'colloquy: 1\n', ': ', '|', '"', "'", '{', '}', '--', '!'],
]
const awkward = fc
  .array(fc.oneof(fc.constantFrom(...AWKWARD), fc.string({ unit: 'binary', maxLength: 4 })), { maxLength: 8 })
  .map((parts) => parts.join(''))
const name = awkward.filter((text) => text !== '')
const optional = fc.option(awkward)
const language = fc.constantFrom('en', 'no', 'pt-BR', 'und')
const topics = fc.array(fc.record({ slug: fc.constantFrom('rivers', 'no-1', '数学', '1e3'), name }), {
  maxLength: 4,
})
const id = (prefix: 'qa' | 'per') => fc.constant(null).map(() => world.newId(prefix))
const pair = fc.record({
  ...{ id: id('qa'), number: fc.integer({ min: 1 }), question: awkward, answer: awkward, askedBy: optional },
  ...{
    answeredBy: fc.array(awkward, { maxLength: 2 }),
    mentions: fc.array(awkward, { maxLength: 2 }),
    topics,
  },
})
const time = fc
  .date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString())
const document = fc
  .record({
    ...{ title: name, dek: optional, kind: fc.constantFrom(...ARTICLE_KINDS), language },
    ...{ publishedAt: fc.option(time), intro: optional, note: optional, topics },
    people: fc.array(
      fc.record({ id: id('per'), name, role: fc.constantFrom(...PERSON_ROLES), title: optional }),
      { maxLength: 3 },
    ),
    source: fc.record({
      name: optional,
      url: fc.option(fc.constantFrom('https://a.example/b?c=d#e', 'http://x.example/')),
      language: fc.option(language),
    }),
    qa: fc.array(pair, { maxLength: 4 }),
  })
  .map((content) => ArticleDocument.parse(content))

function expectTiles(text: string, { receipt }: Parsed): void {
  const { segments, coverage } = receipt
  expect(segments.map(({ start }) => start)).toEqual([0, ...segments.slice(0, -1).map(({ end }) => end)])
  expect(segments.at(-1)?.end).toBe(text.length)
  expect(coverage.kept + coverage.dropped).toBe(text.length)
}

describe('GET /v1/articles/{idOrSlug}.md', () => {
  test('the seed reads well', async () => {
    const { client } = await startSeeded()
    const [markdown, article] = [
      await client.articles.getAs(SEED_SLUG, 'md'),
      await client.articles.get(SEED_SLUG),
    ]
    expect(markdown.split('\n', 4)).toEqual([
      ...['---', 'colloquy: 1', `id: ${article.id}`, 'title: The Widening U.S.-Pakistan Rift'],
    ])
    expect(markdown).toContain('people:\n  - name: Daniel Markey\n    role: interviewee\n')
    expect(markdown).toContain('\n---\n\nThe CIA drone attack June 4 in northwest Pakistan')
    const marker = `<!-- question {"id":"${article.qa[5]?.id ?? ''}","number":6,"askedBy":"Bernard Gwertzman",`
    expect(markdown).toContain(`\n\n${marker}`)
    expect(markdown).toContain(
      '\n\n## Civilian deaths often accompany these drone attacks.\n\n<!-- answer -->\n\nThis is a big dispute.',
    )
    const { identity, article: again } = read(markdown)
    expect(identity).toEqual({ articleId: article.id, pairIds: article.qa.map(({ id: ofPair }) => ofPair) })
    expect(again.title).toBe(article.title)
  })

  test('says what it is, by id as by slug; HEAD, too', async () => {
    const { app, client } = await startSeeded()
    const { id: articleId } = await client.articles.get(SEED_SLUG)
    const bySlug = await app.inject(`/v1/articles/${SEED_SLUG}.md`)
    expect(bySlug.headers['content-type']).toBe('text/markdown; charset=utf-8; variant=CommonMark')
    expect((await app.inject(`/v1/articles/${articleId}.md`)).body).toBe(bySlug.body)
    const head = await app.inject({ method: 'HEAD', url: `/v1/articles/${SEED_SLUG}.md` })
    expect([head.statusCode, head.body]).toEqual([200, ''])
  })

  test('a former slug answers 308 to the present one', async () => {
    const { app, client, deps } = await startSeeded()
    const { id: articleId } = await client.articles.get(SEED_SLUG)
    await deps.store.write(async (tx) => {
      await tx.insert(slugs).values({ kind: 'article', slug: 'an-older-name', resourceId: articleId })
    })
    for (const suffix of ['.md', '.json']) {
      const reply = await app.inject(`/v1/articles/an-older-name${suffix}?x`)
      expect(reply.statusCode).toBe(400)
      const moved = await app.inject(`/v1/articles/an-older-name${suffix}`)
      expect([moved.statusCode, moved.headers.location]).toEqual([308, `/v1/articles/${SEED_SLUG}${suffix}`])
    }
  })

  test('what is unknown and what is a draft are the same problem', async () => {
    const { client, deps } = await startService()
    const draft = await plant(deps, { title: 'Secret' }, { draft: true })
    for (const name of ['never-was', 'secret', draft]) {
      const { code, message } = await problemOf(client.articles.getAs(name, 'md'))
      expect(code).toBe('not_found')
      expect(message).toBe((await problemOf(client.articles.get('never-was'))).message)
    }
  })

  test('an article that was published before there were pages has one', async () => {
    const { client, deps } = await startSeeded()
    const kept = await client.articles.getAs(SEED_SLUG, 'md')
    await deps.store.write(async (tx) => {
      await tx.update(articleReplies).set({ markdown: null })
    })
    expect(await client.articles.getAs(SEED_SLUG, 'md')).toBe(kept)
  })

  test('`.json` is the article as without a suffix', async () => {
    const { app } = await startSeeded()
    const reply = await app.inject(`/v1/articles/${SEED_SLUG}.json?fields=title`)
    expect(reply.json()).toEqual((await app.inject(`/v1/articles/${SEED_SLUG}?fields=title`)).json())
  })
})

const SMALL = ArticleDocument.parse({
  ...{ title: 'On Wells', dek: null, kind: 'interview', language: 'en', publishedAt: null },
  ...{ intro: 'A talk.', note: null, topics: [{ slug: 'water', name: 'Water' }] },
  people: [{ name: 'Ada', role: 'interviewee', title: null }],
  source: { name: null, url: null, language: null },
  qa: ['one', 'two'].map((word, index) => ({
    ...{ id: world.newId('qa'), number: index + 1, question: `Who is ${word}?`, answer: `I am ${word}.` },
    ...{ askedBy: null, answeredBy: ['Ada'], mentions: [], topics: [{ slug: 'water', name: 'Water' }] },
  })),
})
const small = writeExport(ARTICLE_ID, SMALL)
const smallIds = SMALL.qa.map(({ id: ofPair }) => ofPair)

describe('an article as Markdown', () => {
  test('is read back as the same article with the same ids, whatever its texts are', () => {
    fc.assert(
      fc.property(document, (written) => {
        const text = writeExport(ARTICLE_ID, written)
        // A file has no half characters.
        expect(text.isWellFormed()).toBe(true)
        const parsed = read(text)
        expect(parsed.article).toEqual(asImported(written))
        expect(parsed.identity).toEqual({ articleId: ARTICLE_ID, pairIds: written.qa.map((each) => each.id) })
        expect(parsed.receipt.diagnostics).toEqual([])
        expectTiles(text, parsed)
      }),
      { numRuns: 500 },
    )
  })

  test('says of each stretch what became of it', () => {
    const { segments } = read(small).receipt
    const kept = segments.filter(({ kind }) => !['markup', 'blank'].includes(kind))
    expect(kept.map(({ start, end, kind, qa }) => [kind, qa, small.slice(start, end)])).toEqual([
      ['title', null, 'title: On Wells\n'],
      ['byline', null, 'people:\n  - name: Ada\n    role: interviewee\n'],
      ['intro', null, 'A talk.'],
      ['question', 1, 'Who is one?'],
      ['answer', 1, 'I am one.'],
      ['question', 2, 'Who is two?'],
      ['answer', 2, 'I am two.'],
    ])
    const rules = new Set(segments.filter(({ kind }) => kind === 'markup').map(({ rule }) => rule))
    expect([...rules].sort()).toEqual(['export-marker', 'format', 'front-matter'])
  })

  test('other Markdown is not ours', () => {
    for (const text of [
      '# Hello',
      '---\ntitle: Hello\n---\n',
      '---\ncolloquy: 1\n',
      '---\ncolloquy: yes\n---\n',
    ])
      expect(readExport(text, MARKDOWN)).toBeUndefined()
  })
})

describe('an export that a person edited', () => {
  test('has the new words and the same ids', () => {
    const { article, identity } = read(small.replace('I am one.', 'I am *one*.\n\n\n\nAnd more.\n\n\n'))
    expect(article.qa[0]?.answer).toBe('I am *one*.\n\n\n\nAnd more.')
    expect(identity).toEqual({ articleId: ARTICLE_ID, pairIds: smallIds })
  })

  test('may have line ends of Windows', () => {
    const text = small.replaceAll('\n', '\r\n')
    const parsed = read(text)
    expect(parsed.article).toEqual(asImported(SMALL))
    expectTiles(text, parsed)
  })

  test('may have lost entries of its front matter and what its markers say', () => {
    const bare = small
      .replace(/^(?!colloquy|---).*\n/gm, (line) =>
        /^(id|title|kind|language|people|topics| )/.test(line) ? '' : line,
      )
      .replace(/ \{.*\} -->/g, ' -->')
    const { article, identity, receipt } = read(bare)
    expect(identity).toEqual({ articleId: null, pairIds: [null, null] })
    expect(article).toMatchObject({
      title: 'A talk. Who is one? I am one. Who is two? I am two.',
      kind: 'interview',
    })
    expect(article.qa.map(({ question, answer }) => [question, answer])).toEqual([
      ['Who is one?', 'I am one.'],
      ['Who is two?', 'I am two.'],
    ])
    expect(receipt.diagnostics.map(({ code }) => code)).toEqual(['title.missing'])
  })

  test('may have a date as people write it, empty entries and entries of its own', () => {
    const dated = small.replace('kind: ', 'publishedAt: 2024-05-01\ndek:\nlayout: post\nkind: ')
    expect(read(dated).article).toEqual({ ...asImported(SMALL), publishedAt: '2024-05-01T00:00:00.000Z' })
  })

  test('a pair that was copied is a new one', () => {
    const [, first = ''] = small.split(/(?=<!-- question)/)
    expect(read(small + first).identity.pairIds).toEqual([...smallIds, null])
  })

  test('without the marker of an answer, what stands below the question answers', () => {
    expect(read(small.replaceAll('<!-- answer -->\n\n', '')).article).toEqual(asImported(SMALL))
  })

  test('a text with a marker too many stays where it is', () => {
    const { article, receipt } = read(`${small}\n<!-- answer -->\n\nAgain.\n`)
    expect(article.qa[1]?.answer).toBe('I am two.\n\nAgain.')
    expect(receipt.diagnostics.map(({ code }) => code)).toEqual(['text.unplaced'])
  })

  test('is refused with the place of the fault where it cannot be read', () => {
    const refusals = [
      [small.replace('kind: interview', 'kind: chat'), /^The front matter cannot be read\. kind: /],
      [small.replace('role: interviewee', 'role: hero'), /people\.0\.role: /],
      [small.replace('title: On Wells', 'title: "On Wells'), /line \d+: /],
      [small.replace('colloquy: 1', 'colloquy: 2'), /this is format 2/],
      [
        small.replace('{"id"', '{“id"'),
        /^The marker in line \d+ cannot be read\. What is in its braces is no JSON/,
      ],
      [small.replace('"id":"qa_', '"id":"q_'), /^The marker in line \d+ cannot be read\. id: /],
    ] as const
    for (const [text, message] of refusals) {
      const { code, message: detail } = refusalOf(text)
      expect([code, detail]).toEqual(['unreadable_text', expect.stringMatching(message)])
    }
  })
})

describe('an article as JSON', () => {
  test('is read back in each of its shapes', () => {
    fc.assert(
      fc.property(document, fc.boolean(), (written, isIndented) => {
        const article = asImported(written)
        const pairIds = written.qa.map(({ id: ofPair }) => ofPair)
        const none = written.qa.map(() => null)
        const shapes = [
          [article, { articleId: null, pairIds: none }],
          [
            { ...written, id: ARTICLE_ID },
            { articleId: ARTICLE_ID, pairIds },
          ],
          [
            { id: 'imp_1', articleId: ARTICLE_ID, article },
            { articleId: ARTICLE_ID, pairIds: none },
          ],
        ] as const
        for (const [shape, identity] of shapes) {
          const text = JSON.stringify(shape, null, isIndented ? 2 : 0)
          const parsed = read(text, JSON_TYPE)
          expect([parsed.article, parsed.identity]).toEqual([article, identity])
          expectTiles(text, parsed)
          const keptOf = (kind: string) =>
            parsed.receipt.segments
              .filter((segment) => segment.kind === kind)
              .map(({ start, end }): unknown => JSON.parse(`"${text.slice(start, end)}"`))
          expect(keptOf('title')).toEqual([article.title])
          expect(keptOf('answer')).toEqual(article.qa.map(({ answer }) => answer).filter(Boolean))
          expect(keptOf('intro')).toEqual([article.intro].filter(Boolean))
        }
      }),
      { numRuns: 100 },
    )
  })

  test('a title and pairs are enough', () => {
    const { article } = read('{"title":"On Wells","qa":[{"question":"Who?","answer":"I."}]}', JSON_TYPE)
    expect(article).toMatchObject({ kind: 'interview', people: [], qa: [{ askedBy: null, topics: [] }] })
  })

  test('is refused with the place of the fault where it cannot be read', () => {
    const refusals = [
      ['{"title":', /^The text is no JSON: /],
      ['[1, 2]', /^The JSON is no article: the whole: /],
      ['{"title":"a","qa":[{"question":"b"}]}', /^The JSON is no article: \/qa\/0\/answer: /],
      ['{"article":{"title":1,"qa":[]}}', /: \/article\/title: /],
      ['{"title":"a","qa":[],"id":"per_1"}', /: \/id: /],
    ] as const
    for (const [text, message] of refusals) {
      const { code, message: detail } = refusalOf(text, JSON_TYPE)
      expect([code, detail]).toEqual(['unreadable_text', expect.stringMatching(message)])
    }
  })
})

describe('POST /v1/imports', () => {
  test('takes the Markdown of an article', async () => {
    const { client, clientWith } = await startSeeded()
    const editor = await clientWith('editor')
    const markdown = await client.articles.getAs(SEED_SLUG, 'md')
    const { article, receipt } = await editor.imports.create(markdown, {
      contentType: MARKDOWN,
      dryRun: true,
    })
    expect(article).toEqual(read(markdown).article)
    expect(receipt.segments.some(({ rule }) => rule === 'export-marker')).toBe(true)
  })

  test('takes an article as JSON, and says what is wrong with it', async () => {
    const { clientWith } = await startService()
    const editor = await clientWith('editor')
    const options = { contentType: JSON_TYPE, dryRun: true }
    const { article } = await editor.imports.create(JSON.stringify(SMALL), options)
    expect(article).toEqual(asImported(SMALL))
    const { code, problem } = await problemOf(editor.imports.create('{"title":"a","qa":[{}]}', options))
    expect([code, problem.errors[0]?.pointer]).toEqual(['unreadable_text', '/qa/0/question'])
  })
})
