import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { eq, sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { describeResult } from '../../src/cli/describe-result.ts'
import { articles, imports, matchKeys, personNames, revisions } from '../../src/db/tables.ts'
import { world } from '../../src/deps.ts'
import { align, type PairText } from '../../src/imports/align.ts'
import { findKnownArticle } from '../../src/imports/queries.ts'
import { ArticleDocument } from '../../src/revisions/contract.ts'
import { identifyPairs, type NewDocument } from '../../src/revisions/queries.ts'
import { emptyDocument, emptyPair, type Service, startService } from '../harness.ts'

const WELL = ['How deep is a well?', 'Twelve metres, where the ground is soft, and less where it is rock.']
const TRADE = ['Who taught you the trade?', 'My aunt did. She dug until she was eighty.']
const SOUND = ['What do you hear down there?', 'Water, long before I see it.']
const RAIN = ['Do you wait for the rain?', 'No, the best month for digging is the driest of them all.']

const RYE = ['Why rye?', 'It rises slowly and lasts for a week on any shelf.']

const PAIRS = [WELL, TRADE, SOUND]
const OTHER_ANSWERS = [
  'As deep as a church is high, in our chalk.',
  'Nobody; I read books and failed often.',
  'My own breath and the rope.',
]

/** An interview as a plain text. */
function write(pairs: string[][], { title = 'The Well Digger', guest = 'Nora Quist' } = {}): string {
  const turns = pairs.map(([question, answer]) => `Bernard Hale: ${question}\n\n${guest}: ${answer}\n`)
  const head = `${title}\n\nBy Bernard Hale\n\n${guest} digs in the north and spoke with Bernard Hale.\n`
  return [head, ...turns].join('\n')
}

/** A page of bold questions, in which nobody is known to be interviewed. */
function page(pairs: string[][], { intro = '' } = {}): string {
  const turns = pairs.map(([question, answer]) => `<p><b>${question}</b></p><p>${answer}</p>`)
  return `<h1>Under the Meadow</h1><p>${intro}</p>${turns.join('')}`
}

const edited = [TRADE[0] ?? '', 'My aunt did. She dug until she was eighty-four.']

/** The pairs of the draft of the one article there is. */
async function draftPairs({ deps }: Service): Promise<{ id: string; number: number; question: string }[]> {
  const rows = await deps.store.read
    .select({ document: revisions.document })
    .from(revisions)
    .innerJoin(articles, eq(articles.draftRevision, revisions.number))
    .where(eq(articles.id, revisions.articleId))
  expect(rows).toHaveLength(1)
  return ArticleDocument.parse(rows[0]?.document).qa
}

async function startWith(
  text: string,
  options: { publish?: boolean; url?: string; contentType?: string } = {},
) {
  const service = await startService()
  const editor = await service.clientWith('editor')
  const first = await editor.imports.create(text, options)
  expect(first).toMatchObject({ status: 'created', changes: null })
  return { service, editor, first, before: await draftPairs(service) }
}

describe('a corrected text', () => {
  test('of an edited answer keeps every id and number, in one new revision', async () => {
    const { service, editor, first, before } = await startWith(write(PAIRS))
    const result = await editor.imports.create(write([WELL, edited, SOUND]))
    expect(result).toMatchObject({ status: 'updated', articleId: first.articleId, slug: first.slug })
    const [well, trade, sound] = before.map(({ id, number }, index) => ({ id, number, position: index + 1 }))
    expect(result.changes).toEqual({
      kept: [well, sound],
      edited: [trade],
      moved: [],
      added: [],
      removed: [],
    })
    const identity = ({ id, number }: { id: string; number: number }) => [id, number]
    expect((await draftPairs(service)).map(identity)).toEqual(before.map(identity))
    const rows = await service.deps.store.read.select({ number: revisions.number }).from(revisions)
    expect(rows.map(({ number }) => number)).toEqual([1, 2])
    expect(await editor.imports.get(result.id)).toEqual(result)
    expect(describeResult(result)).toBe('updated   the-well-digger: 1 edited, 2 kept')
  })

  test('gives a pair added in the middle the next number', async () => {
    const { service, editor } = await startWith(write(PAIRS))
    const { changes } = await editor.imports.create(write([WELL, RAIN, TRADE, SOUND]))
    expect(changes?.added).toMatchObject([{ number: 4, position: 2 }])
    expect((await draftPairs(service)).map(({ number }) => number)).toEqual([1, 4, 2, 3])
  })

  test('never gives a removed pair’s number again', async () => {
    const { service, editor, before } = await startWith(write(PAIRS))
    const shorter = await editor.imports.create(write([WELL, TRADE]))
    expect(shorter.changes?.removed).toEqual([{ id: before[2]?.id, number: 3, position: null }])
    await editor.imports.create(write([WELL, TRADE, RAIN]))
    expect((await draftPairs(service)).map(({ number }) => number)).toEqual([1, 2, 4])
  })

  test('finds a moved pair again', async () => {
    const { service, editor } = await startWith(write([...PAIRS, RAIN]))
    const { changes } = await editor.imports.create(write([RAIN, ...PAIRS]))
    expect(changes).toMatchObject({ moved: [{ number: 4, position: 1 }], edited: [], added: [], removed: [] })
    expect((await draftPairs(service)).map(({ number }) => number)).toEqual([4, 1, 2, 3])
  })

  test('without publish leaves readers what they saw; with publish they see it', async () => {
    const { service, editor, first } = await startWith(write(PAIRS), { publish: true })
    const { client } = service
    const corrected = write([WELL, edited, SOUND])
    const shown = await client.articles.get('the-well-digger')
    expect(await editor.imports.create(corrected)).toMatchObject({ status: 'updated', published: true })
    expect(await client.articles.get('the-well-digger')).toEqual(shown)

    expect(await editor.imports.create(corrected, { publish: true })).toMatchObject({ status: 'unchanged' })
    const article = await client.articles.get('the-well-digger')
    expect(article).toMatchObject({ id: first.articleId, revision: 2 })
    expect(article.qa.map(({ id }) => id)).toEqual(shown.qa.map(({ id }) => id))
    expect(article.qa[1]?.answer.text).toBe(edited[1])
    const third = await editor.imports.create(write([WELL, edited, RAIN]), { publish: true })
    expect(third.status).toBe('updated')
    expect((await client.articles.get('the-well-digger')).revision).toBe(3)
    expect((await client.qa.list({ q: 'driest' })).data).toHaveLength(1)
  })

  test('is not published by an older text that comes again', async () => {
    const { service, editor } = await startWith(write(PAIRS), { publish: true })
    await editor.imports.create(write([WELL, edited, SOUND]))
    const again = await editor.imports.create(write(PAIRS), { publish: true })
    expect(again).toMatchObject({ status: 'unchanged', published: true, changes: null })
    expect((await service.client.articles.get('the-well-digger')).revision).toBe(1)
  })

  test('is shown by a dry run: what would change, and nothing is kept', async () => {
    const { service, editor, first, before } = await startWith(write(PAIRS))
    const preview = await editor.imports.create(write([WELL, RAIN, edited]), { dryRun: true })
    expect(preview).toMatchObject({ status: 'preview', articleId: first.articleId, slug: first.slug })
    expect(preview.changes).toEqual({
      kept: [{ id: before[0]?.id, number: 1, position: 1 }],
      edited: [{ id: before[1]?.id, number: 2, position: 3 }],
      moved: [],
      added: [{ id: null, number: 4, position: 2 }],
      removed: [{ id: before[2]?.id, number: 3, position: null }],
    })
    expect(describeResult(preview)).toMatch(
      /^preview {3}the-well-digger: 1 edited, 1 added, 1 removed, 1 kept \(/,
    )
    expect(await draftPairs(service)).toEqual(before)
    expect(await service.deps.store.read.select().from(imports)).toHaveLength(1)
    const same = await editor.imports.create(write(PAIRS), { dryRun: true })
    expect(same).toMatchObject({ status: 'preview', articleId: first.articleId, changes: null })
  })

  test('that says what the article says is unchanged, and known the next time', async () => {
    const { service, editor, first } = await startWith(write(PAIRS))
    const spaced = write(PAIRS).replaceAll('\n', '\r\n')
    const result = await editor.imports.create(spaced)
    expect(result).toMatchObject({ status: 'unchanged', articleId: first.articleId, changes: null })
    expect((await editor.imports.create(spaced)).id).toBe(result.id)
    expect(await service.deps.store.read.select().from(revisions)).toHaveLength(1)
  })

  test('beside another at the same moment: each is a revision, and none an article', async () => {
    const { service, editor } = await startWith(write(PAIRS))
    const texts = [
      write([WELL, edited, SOUND]),
      write([WELL, TRADE, SOUND, RAIN]),
      write([SOUND, WELL, TRADE]),
    ]
    const results = await Promise.all([...texts, ...texts].map((text) => editor.imports.create(text)))
    const statuses = results.map(({ status }) => status).sort()
    expect(statuses).toEqual(['unchanged', 'unchanged', 'unchanged', 'updated', 'updated', 'updated'])
    expect(await service.deps.store.read.select().from(articles)).toHaveLength(1)
    expect(await service.deps.store.read.select().from(revisions)).toHaveLength(4)
  })
})

describe('the article of a text', () => {
  const url = 'https://paper.example/wells?id=7'

  test.each([
    ['the same address', url],
    [
      'a closing slash, a fragment and tracking',
      'http://Paper.example/wells/?utm_source=x&id=7&fbclid=y#top',
    ],
  ])('is found by %s, though the title is another', async (_, address) => {
    const { service, editor, first } = await startWith(write(PAIRS), { url })
    const retitled = write(PAIRS, { title: 'Down in the Dark' })
    const result = await editor.imports.create(retitled, { url: address })
    expect(result).toMatchObject({ status: 'updated', articleId: first.articleId, slug: 'the-well-digger' })
    expect(result.changes?.kept).toHaveLength(3)
    expect(await draftPairs(service)).toHaveLength(3)
  })

  test('is another at an address that differs in what counts, or is that of the whole site', async () => {
    const { editor } = await startWith(write(PAIRS), { url })
    const other = write(PAIRS, { title: 'Down in the Dark' })
    const create = async (at: string) => (await editor.imports.create(`${other}${at}`, { url: at })).status
    expect(await create('https://paper.example/wells?id=8')).toBe('created')
    const { editor: second } = await startWith(write(PAIRS), { url: 'https://paper.example/' })
    expect((await second.imports.create(other, { url: 'https://paper.example/' })).status).toBe('created')
  })

  test('is another where an address is the same and nothing of the text', async () => {
    const { editor } = await startWith(write(PAIRS), { url })
    const bread = write([['Why rye?', 'It rises slowly and lasts for a week on any shelf.']], {
      title: 'The Baker',
      guest: 'Ivo Lang',
    })
    expect((await editor.imports.create(bread, { url })).status).toBe('created')
  })

  test('is another where the title is the same and who is interviewed is not', async () => {
    const { editor } = await startWith(write(PAIRS))
    const result = await editor.imports.create(write([WELL, edited, RAIN], { guest: 'Ivo Lang' }))
    expect(result).toMatchObject({ status: 'created', slug: 'the-well-digger-2' })
  })

  test('is found by title and person, however the person is addressed', async () => {
    const { editor, first } = await startWith(write(PAIRS, { guest: 'Dr. Nóra Quist' }))
    const result = await editor.imports.create(write([WELL, edited, SOUND]))
    expect(result).toMatchObject({ status: 'updated', articleId: first.articleId })
  })

  const intro = 'The wells of Hollow End were dug by Nora Quist, who is seldom asked about them.'
  const news =
    '<h1>A Well</h1><p>The mayor opened a well on Monday. Nobody in the village was asked what it had cost.</p>'
  const short = (answer: string) => `<h1>Wells</h1><p><b>Who digs?</b></p><p>${answer}</p>`

  test.each([
    ['mentions a person', page(PAIRS, { intro }), page([WELL, edited, SOUND], { intro })],
    ['names nobody', page(PAIRS), page([WELL, edited, SOUND])],
    ['first named nobody', page(PAIRS), page(PAIRS, { intro })],
    ['lost half of its pairs', page([...PAIRS, RAIN]), page([edited, RAIN])],
    ['is one short answer', short('The village.'), short('Only the village.')],
    ['has no pairs', news, news.replace('Monday', 'Tuesday')],
  ])('is found by its title where it %s and most of it is the same', async (_, before, after) => {
    const { editor, first } = await startWith(before, { contentType: 'text/html' })
    const result = await editor.imports.create(after, { contentType: 'text/html' })
    expect(result).toMatchObject({ status: 'updated', articleId: first.articleId })
  })

  const by = { intro: 'By Bernard Hale' }
  const others = PAIRS.map(([question = ''], at) => [question, OTHER_ANSWERS[at] ?? ''])

  test.each([
    ['other text', page(PAIRS), page([RYE, RAIN])],
    ['other answers to the same questions', page(PAIRS), page(others)],
    ['the same author and other answers to the same questions', page(PAIRS, by), page(others, by)],
  ])('is another where the title is the same, with %s', async (_, before, after) => {
    const { editor } = await startWith(before, { contentType: 'text/html' })
    const result = await editor.imports.create(after, { contentType: 'text/html' })
    expect(result.status).toBe('created')
  })

  test('is the one whose id an exported text carries, whatever else it says', async () => {
    const { service, editor, first } = await startWith(write(PAIRS))
    const { article, receipt } = await editor.imports.create(
      write([RAIN], { title: 'Rain', guest: 'Ivo Lang' }),
      {
        dryRun: true,
      },
    )
    const identity = { articleId: first.articleId, pairIds: [null] }
    const known = await findKnownArticle(service.deps.store.read, { article, receipt, identity })
    expect(known?.state.id).toBe(first.articleId)
    expect(await findKnownArticle(service.deps.store.read, { article, receipt })).toBeUndefined()
  })

  test('is known by what the migration filled in as by what is written', async () => {
    const { service } = await startWith(write(PAIRS), { publish: true, url: 'https://paper.example/wells/' })
    const { store } = service.deps
    const rows = async () => ({
      keys: await store.read.select().from(matchKeys).orderBy(matchKeys.kind, matchKeys.key),
      names: await store.read.select().from(personNames).orderBy(personNames.nameKey),
    })
    const written = await rows()
    expect([written.keys.length, written.names.length]).toEqual([4, 2])
    const fills = ['0002_import_identity', '0008_titles_found_again']
      .map((name) => readFileSync(new URL(`../../migrations/${name}.sql`, import.meta.url), 'utf8'))
      .flatMap((file) => file.split('--> statement-breakpoint'))
      .filter((statement) => statement.includes('INSERT'))
    await store.write(async (tx) => {
      await tx.delete(matchKeys)
      await tx.delete(personNames)
      for (const statement of fills) await tx.run(sql.raw(statement))
    })
    expect(await rows()).toEqual(written)
  })
})

describe('align', () => {
  const known = PAIRS.map(([question = '', answer = ''], index) => ({ id: `qa_${index}`, question, answer }))
  const idsOf = (pairs: PairText[], carried?: (string | null)[]) =>
    align(known, pairs, carried).pairs.map((pair) => pair.known?.id)

  test('an id that the text carries wins over likeness; one that is unknown or comes twice does not count', () => {
    expect(idsOf(known, ['qa_2', null, null])).toEqual(['qa_2', 'qa_1', undefined])
    expect(idsOf(known, ['qa_9', 'qa_1', 'qa_1'])).toEqual(['qa_0', 'qa_1', 'qa_2'])
  })

  test('a pair of which one half was written anew is edited, one of which both were is another', () => {
    const [well, trade] = known
    const halves = [
      { question: well?.question ?? '', answer: 'Nobody has ever measured.' },
      { question: 'Your teacher?', answer: trade?.answer ?? '' },
      { question: 'Is it lonely?', answer: 'The frogs keep company.' },
    ]
    const { pairs, removed } = align(known, halves)
    expect(pairs.map(({ change }) => change)).toEqual(['edited', 'edited', 'added'])
    expect(removed.map(({ id }) => id)).toEqual(['qa_2'])
  })

  test('of pairs with the same text each keeps its neighbours', () => {
    const pair = (id: string, text = id) => ({ id, question: `${text}?`, answer: `${text}.` })
    const before = [pair('a'), pair('b', 'Why'), pair('c'), pair('d', 'Why'), pair('e')]
    const ids = align(before, [pair('a'), pair('c'), pair('x', 'Why'), pair('e')]).pairs.map(
      (p) => p.known?.id,
    )
    expect(ids).toEqual(['a', 'c', 'd', 'e'])
  })

  test('two thousand pairs, all edited and turned round, are found again', () => {
    const size = 2000
    const words = (from: number) =>
      Array.from({ length: 80 }, (_, at) => `w${(from * 31 + at * at * 7) % 9973}`)
    const before = Array.from({ length: size }, (_, at) => ({
      id: `qa_${at}`,
      question: `What of ${words(at).slice(0, 6).join(' ')}?`,
      answer: words(at + size).join(' '),
    }))
    const after = before.map(({ question, answer }) => ({ question, answer: `${answer} indeed` })).reverse()
    const { pairs, removed } = align(before, after)
    expect(pairs.map((pair) => pair.known?.id)).toEqual(before.map(({ id }) => id).reverse())
    expect(removed).toEqual([])
  })

  test('two thousand pairs that are all alike are aligned in order', () => {
    const pairsOf = (word: string) =>
      Array.from({ length: 2000 }, (_, at) => ({
        id: `qa_${at}`,
        question: 'And then?',
        answer: `${word} we went on and on.`,
      }))
    const { pairs } = align(pairsOf('So'), pairsOf('Then'))
    expect(pairs.map((pair) => pair.known?.id)).toEqual(pairsOf('So').map(({ id }) => id))
  })

  const documentOf = (pairs: PairText[]): NewDocument => ({
    ...emptyDocument,
    qa: pairs.map((pair) => ({ ...pair, ...emptyPair })),
  })
  const anyScript = fc.record({
    size: fc.integer({ min: 1, max: 25 }),
    order: fc.array(fc.nat(), { minLength: 25, maxLength: 25 }),
    fates: fc.array(fc.constantFrom('keep', 'keep', 'edit', 'delete', 'insert'), {
      minLength: 25,
      maxLength: 25,
    }),
    isPermuted: fc.boolean(),
  })

  test('through any editing, untouched and lightly edited pairs stay who they are; nobody is there twice', () => {
    fc.assert(
      fc.property(anyScript, ({ size, order, fates, isPermuted }) => {
        const pairOf = (name: string) => ({
          question: `What has ${name} to do with the village well?`,
          answer: ['one', 'two', 'three', 'four', 'five'].map((word) => `${word}${name}`).join(' '),
        })
        const before = Array.from({ length: size }, (_, at) => ({
          id: world.newId('qa'),
          number: at + 1,
          ...pairOf(`p${at}`),
        }))
        const after = before.flatMap(({ id, question, answer }, at) => {
          const same = { expected: id, question, answer }
          if (fates[at] === 'delete') return []
          if (fates[at] === 'edit') return [{ ...same, answer: `${answer} corrected` }]
          return fates[at] === 'insert' ? [{ expected: undefined, ...pairOf(`x${at}`) }, same] : [same]
        })
        if (isPermuted) after.sort((a, b) => (order[after.indexOf(a)] ?? 0) - (order[after.indexOf(b)] ?? 0))
        const { pairs, removed } = align(before, after)
        const found = pairs.map((pair) => pair.known?.id)
        after.forEach(({ expected }, at) => {
          if (expected !== undefined) expect(found[at]).toBe(expected)
        })
        const ids = [...found.filter((id) => id !== undefined), ...removed.map(({ id }) => id)]
        expect(ids.sort()).toEqual(before.map(({ id }) => id).sort())
        expect(align(before, after)).toEqual({ pairs, removed })
        const { qa } = identifyPairs(world, documentOf(after), {
          known: pairs.map((pair) => pair.known),
          lastPairNumber: size,
        })
        const given = qa.filter((_, at) => found[at] === undefined).map(({ number }) => number)
        expect(given).toEqual(given.map((_, index) => size + index + 1))
      }),
    )
  })
})
