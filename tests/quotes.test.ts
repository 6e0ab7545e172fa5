import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { QuoteCheck } from '../src/client/index.ts'
import { plant, type Service, startSeeded } from './harness.ts'
import { problemOf } from './problem-of.ts'

const POWERFUL =
  'the Haqqanis are a powerful, sophisticated, and well-resourced terrorist organization with the ability to hit back hard'

async function ask(service: Service, text: string, speaker?: string): Promise<QuoteCheck> {
  return service.client.quotes.verify({ text, ...(speaker !== undefined && { speaker }) })
}

test.each([
  ['verbatim', POWERFUL],
  ['verbatim', `“… ${POWERFUL.toUpperCase()} …”`],
  ['trimmed', 'the Haqqanis are a powerful […] terrorist organization with the ability to hit back hard'],
  ['trimmed', '[They] are a powerful, sophisticated ... organization with the ability to hit back'],
  [
    'altered',
    'the Haqqanis are a weak, sophisticated, and well-resourced terrorist organization with the ability',
  ],
  ['altered', 'the Haqqanis are a powerful organization with the ability to hit back hard'],
  ['not_found', 'We choose to go to the moon in this decade and do the other things'],
  ['not_found', 'organization Haqqanis powerful hard ability'],
])('is %s: %s', async (verdict, text) => {
  const service = await startSeeded()
  const check = await ask(service, text, 'daniel-markey')
  expect(check.verdict).toBe(verdict)
  expect(check.speaker?.name).toBe('Daniel Markey')
  expect(check.evidence.length > 0).toBe(verdict !== 'not_found')
  for (const { qa, text: source, isBySpeaker } of check.evidence) {
    expect(isBySpeaker).toBe(true)
    const { answer } = await service.client.qa.get(qa.id)
    expect(answer.text).toContain(source)
  }
})

test('names who did say it, by whatever name the other was given', async () => {
  const service = await startSeeded()
  for (const speaker of ['bernard-gwertzman', 'Bernard Gwertzman', 'Nobody Here']) {
    const check = await ask(service, POWERFUL, speaker)
    expect(check.verdict).toBe('misattributed')
    expect(check.evidence[0]).toMatchObject({ match: 'verbatim', part: 'answer', isBySpeaker: false })
    expect(check.evidence[0]?.speakers.map(({ slug }) => slug)).toEqual(['daniel-markey'])
  }
  const question = 'Civilian deaths often accompany these drone attacks'
  expect((await ask(service, question, 'Daniel Markey')).verdict).toBe('misattributed')
  expect((await ask(service, question, 'Bernard Gwertzman')).verdict).toBe('verbatim')
})

test('says word by word what differs', async () => {
  const { words } = (await ask(await startSeeded(), POWERFUL.replace('powerful', 'weak'))).evidence[0] ?? {}
  const differing = words?.filter(({ change }) => change !== 'same')
  expect(differing).toEqual([
    { change: 'removed', text: 'powerful' },
    { change: 'added', text: 'weak' },
  ])
})

test('who said the same is asked first, though others did, too', async () => {
  const service = await startSeeded()
  const answer = 'Whoever digs a well drinks from it first.'
  for (const name of ['Ada Wells', 'Ben Pump'])
    await plant(service.deps, {
      people: [{ name, role: 'interviewee', title: null }],
      qa: [{ answer, answeredBy: [name] }],
    })
  for (const name of ['Ada Wells', 'Ben Pump']) {
    const check = await ask(service, answer, name)
    expect(check.verdict).toBe('verbatim')
    expect(check.evidence[0]?.speakers.map((person) => person.name)).toEqual([name])
  }
  expect((await ask(service, answer)).evidence).toHaveLength(2)
})

test('a draft says nothing, and nobody', async () => {
  const service = await startSeeded()
  const people = [{ name: 'Secret Source', role: 'interviewee' as const, title: null }]
  const qa = [{ answer: 'The bridge will fall on a Monday.', answeredBy: ['Secret Source'] }]
  await plant(service.deps, { people, qa }, { draft: true })
  const check = await ask(service, 'The bridge will fall on a Monday.', 'Secret Source')
  expect(check).toEqual({ verdict: 'not_found', speaker: null, evidence: [] })
})

test('finds what was said in Chinese, and refuses what is too short to tell', async () => {
  const service = await startSeeded()
  await plant(service.deps, { qa: [{ answer: '河流不属于任何人，水属于所有的人。' }] })
  expect((await ask(service, '水属于所有的人')).verdict).toBe('verbatim')
  const { code, problem } = await problemOf(ask(service, 'Because …'))
  expect([code, problem.errors[0]?.pointer]).toEqual(['invalid_request', '/text'])
})

test('any stretch of what was said is verbatim, and with a gap trimmed', async () => {
  const service = await startSeeded()
  const { data } = await service.client.articles.qa('the-widening-us-pakistan-rift')
  const words = data[0]?.answer.text.split(/\s+/) ?? []
  const stretch = fc.tuple(fc.nat(), fc.integer({ min: 4, max: 40 }), fc.integer({ min: 1, max: 10 }))
  await fc.assert(
    fc.asyncProperty(stretch, async ([from, length, gap]) => {
      const start = from % (words.length - 60)
      const one = words.slice(start, start + length).join(' ')
      expect((await ask(service, one)).verdict).toBe('verbatim')
      const rest = words.slice(start + length + gap, start + length + gap + 5).join(' ')
      expect((await ask(service, `${one} … ${rest}`)).verdict).toBe('trimmed')
    }),
    { numRuns: 30 },
  )
})
