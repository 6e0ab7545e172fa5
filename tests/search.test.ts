import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { search } from '../src/db/text-search.ts'
import { scope } from '../src/qa/queries.ts'
import { plant, startSeeded, startService } from './harness.ts'

async function startWith(...questions: [question: string, answer: string][]) {
  const service = await startService()
  const qa = questions.map(([question, answer]) => ({ question, answer }))
  await plant(service.deps, { title: 'Talk', qa })
  const find = async (q: string) =>
    (await service.client.qa.list({ q, fields: ['number'] })).data.map(({ number }) => number)
  return { ...service, find }
}

describe('q', () => {
  test.each([
    ['why does Pakistan not act against the Haqqanis?', 8],
    ['Did Washington consider warning Pakistan before the bin Laden raid?', 7],
    ['is it legal to use drones against territory of Pakistan?', 4],
    ['how many civilians die in drone attacks?', 6],
  ])('answers the question: %s', async (q, number) => {
    const { client } = await startSeeded()
    expect((await client.qa.list({ q })).data[0]?.number).toBe(number)
  })

  test('case, accents and English inflection do not matter', async () => {
    const { find } = await startWith(
      ['How do CAFÉS survive?', 'They were building gardens.'],
      ['Really?', 'No.'],
    )
    for (const q of ['cafe', 'CAFÉ', 'surviving', 'builds garden', 'cafés surviving'])
      expect(await find(q)).toEqual([1])
  })

  test('all words must occur, in question and answer together', async () => {
    const { find } = await startWith(['On rivers?', 'They flood.'], ['On rivers?', 'They dry up.'])
    expect(await find('rivers flood')).toEqual([1])
    expect(await find('rivers mountains')).toEqual([])
  })

  test('a phrase stands as it is written, a minus excludes, an asterisk goes on', async () => {
    const { find } = await startWith(['The red house?', 'Sold.'], ['A house, red?', 'Kept.'])
    expect(await find('"red house"')).toEqual([1])
    expect(await find('house -sold')).toEqual([2])
    expect(await find('-sold')).toEqual([2])
    expect(await find('-"red house"')).toEqual([2])
    expect(await find('hou*')).toEqual([2, 1])
    expect(await find('"red house')).toEqual([1])
  })

  test.each([
    ['all', []],
    ['any', [['kqa']]],
  ])('words that very many texts have rank what was looked for by them (%s)', async (mode, narrowing) => {
    const { deps } = await startWith(
      ['Why?', 'Rivers, as is said of them in more than one place, flood.'],
      ['Do rivers flood?', 'Yes.'],
    )
    const terms = ['rivers', 'flood'].map((words) => ({ words, prefix: false, texts: 1_000_000 }))
    const ranking = { mode, terms, texts: 10_000_000, top: 1_000 }
    const found = await search(deps.store.read, scope, 'rivers flood', ranking, narrowing)
    const [first, second] = ((await found?.scored()) ?? []).sort((a, b) => a.key - b.key)
    expect(second?.score).toBeGreaterThan(first?.score ?? Infinity)
  })

  test('a word in the question ranks above the same word in an answer', async () => {
    const { find } = await startWith(['And then?', 'Peace, peace, peace.'], ['Is peace near?', 'Perhaps.'])
    expect(await find('peace')).toEqual([2, 1])
  })

  test('Chinese, Japanese and Korean text is found by any run of characters', async () => {
    const { find } = await startWith(
      ['制裁有用吗？', '经济制裁很少单独奏效。'],
      ['平和とは何ですか。', '長い会話です。'],
      ['한국의 정책은?', '변했습니다.'],
    )
    expect(await find('制裁')).toEqual([1])
    expect(await find('经济制裁')).toEqual([1])
    expect(await find('制奏')).toEqual([])
    expect(await find('会話')).toEqual([2])
    expect(await find('정책')).toEqual([3])
    expect(await find('经济制裁为什么没有用？')).toEqual([1])
  })

  test('a word that is spelt wrong finds what may be meant, if nothing is written so', async () => {
    const { find } = await startWith(['Who are the Haqqanis?', 'A network.'], ['Anti-Americanism?', 'Yes.'])
    for (const q of ['haqanis', 'haqqnais', 'haqqa']) expect(await find(q)).toEqual([1])
    expect(await find('antiamericanism')).toEqual([2])
    expect(await find('zeppelin')).toEqual([])
  })

  test('where no text has all of three words or more, a part of them is enough', async () => {
    const { find } = await startWith(['On rivers?', 'They flood the valley.'], ['On maps?', 'They help.'])
    expect(await find('rivers flood mountains')).toEqual([1])
  })

  test('a pair is found by its speakers, its topics and the title it stands under, and less so', async () => {
    const { client, deps } = await startWith(['Does Ada Byron swim?', 'No.'])
    await plant(deps, {
      title: 'Talking of Rivers',
      people: [{ name: 'Ada Byron', role: 'interviewee', title: null }],
      qa: [{ question: 'Who digs?', answer: 'All.', answeredBy: ['Ada Byron'] }],
    })
    const find = async (q: string) => (await client.qa.list({ q })).data.map(({ question }) => question.text)
    expect(await find('Byron digs')).toEqual(['Who digs?'])
    expect(await find('rivers digs')).toEqual(['Who digs?'])
    expect(await find('Byron')).toEqual(['Does Ada Byron swim?', 'Who digs?'])
  })

  test('pages of a ranked list lose and repeat nothing while others are published, over several windows', async () => {
    const { client, deps } = await startService()
    const qa = Array.from({ length: 300 }, (_, index) => ({ question: `River ${index}?`, answer: 'Flows.' }))
    for (const title of ['One', 'Two']) await plant(deps, { title, qa })
    const seen: string[] = []
    let cursor: string | null | undefined
    do {
      const fields: ['id', 'highlights'] = ['id', 'highlights']
      const page = await client.qa.list({ q: 'river', limit: 100, fields, ...(cursor && { cursor }) })
      for (const { highlights } of page.data) expect(highlights?.question).toContain('<mark>River</mark>')
      seen.push(...page.data.map(({ id }) => id))
      cursor = page.page.nextCursor
      await plant(deps, { title: `Later ${seen.length}`, qa: qa.slice(0, 3) })
    } while (cursor !== null)
    expect(seen).toHaveLength(600)
    expect(new Set(seen).size).toBe(600)
    expect((await client.qa.list({ q: 'river', count: 'exact' })).page.total).toBe(618)
  })

  test('of hits that are as good the one that was made last comes first, whenever each was published', async () => {
    const service = await startService()
    const editor = await service.clientWith('editor')
    const made = []
    for (const title of ['One', 'Two', 'Three'])
      made.push(await editor.articles.create({ title, qa: [{ question: 'Floods?', answer: 'Some.' }] }))
    for (const { id } of made.toReversed()) {
      const { etag: ifMatch } = await editor.articles.draft(id)
      await editor.articles.publish(id, { ifMatch })
    }
    const ids: string[] = []
    for await (const { id } of service.client.qa.all({ q: 'floods', limit: 1 })) ids.push(id)
    expect(ids).toEqual(made.map(({ qa }) => qa[0]?.id).toReversed())
  })

  test('highlights mark what was found and escape all else', async () => {
    const { client } = await startWith(['Is a <b> & "fence" safe?', 'A fence of 制裁措施 is.'])
    const [hit] = (await client.qa.list({ q: 'fences' })).data
    expect(hit?.highlights).toEqual({
      question: 'Is a &lt;b&gt; &amp; &quot;<mark>fence</mark>&quot; safe?',
      answer: 'A <mark>fence</mark> of 制裁措施 is.',
    })
    const [cjk] = (await client.qa.list({ q: '制裁' })).data
    expect(cjk?.highlights).toEqual({ question: null, answer: 'A fence of <mark>制裁</mark>措施 is.' })
  })

  test('highlights of a question mark each of its words, and a beginning as far as it goes', async () => {
    const { find, client } = await startWith(['On rivers and valleys?', 'They flood.'], ['On maps?', 'Yes.'])
    expect(await find('do rivers ever flood?')).toEqual([1])
    const [asked] = (await client.qa.list({ q: 'do rivers ever flood?' })).data
    expect(asked?.highlights?.question).toBe('On <mark>rivers</mark> and valleys?')
    expect(asked?.highlights?.answer).toBe('They <mark>flood</mark>.')
    const [begun] = (await client.qa.list({ q: 'vall*' })).data
    expect(begun?.highlights?.question).toBe('On rivers and <mark>valleys</mark>?')
  })

  test('without q there are no highlights', async () => {
    const { client } = await startSeeded()
    expect((await client.qa.list()).data[0]?.highlights).toBeUndefined()
  })

  test('an article is found by its title and by what is said in it, in several places together', async () => {
    const { client } = await startSeeded()
    const found = async (q: string) => (await client.articles.list({ q })).data.map(({ slug }) => slug)
    expect(await found('widening rift')).toHaveLength(1)
    expect(await found('Panetta sanctions Abbottabad')).toHaveLength(1)
    expect(await found('Panetta zeppelin')).toEqual([])
    const [hit] = (await client.articles.list({ q: 'Abbottabad' })).data
    expect(hit?.highlights?.title).toContain('<mark>Abbottabad</mark>')
  })

  test('people and topics are found by their names', async () => {
    const { client } = await startSeeded()
    expect((await client.people.list({ q: 'markey' })).data.map(({ slug }) => slug)).toEqual([
      'daniel-markey',
    ])
    expect((await client.topics.list({ q: 'drone strike' })).data[0]?.slug).toBe('drone-strikes')
  })

  test('a word in quotation marks is not respelt', async () => {
    const { client } = await startSeeded()
    expect((await client.qa.list({ q: 'Haqani' })).data).not.toEqual([])
    expect((await client.qa.list({ q: '"Haqani"' })).data).toEqual([])
  })

  test('any text is a valid q', async () => {
    const { client } = await startSeeded()
    const special = fc.constantFrom(
      '"',
      '-',
      '*',
      '(',
      ')',
      ':',
      'NEAR',
      'AND',
      'OR',
      'NOT',
      '^',
      '{head}',
      '\0',
      '?',
    )
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.array(special).map((parts) => parts.join(' ')),
    )
    await fc.assert(
      fc.asyncProperty(text, async (q) => {
        await client.qa.list({ q, limit: 2 })
        await client.articles.list({ q, limit: 2 })
      }),
      { numRuns: 150 },
    )
  })

  test('what has no word in it finds nothing', async () => {
    const { client, find } = await startWith(['Is it?', 'It is.'])
    for (const q of ['', ' ', '???', '"', '-', '*', '""']) expect(await find(q)).toEqual([])
    expect((await client.qa.list({ q: '?' })).page).toEqual({ limit: 20, nextCursor: null })
    expect((await client.qa.list({ q: '?', count: 'exact' })).page.total).toBe(0)
    expect(await find('is it')).toEqual([1])
  })
})
