import { describe, expect, test } from 'vitest'
import type { Client } from '../src/client/index.ts'
import { plant, startService } from './harness.ts'
import { problemOf } from './problem-of.ts'

const named = (...slugs: string[]) => slugs.map((slug) => ({ slug, name: slug }))
const guest = (name: string) => ({ people: [{ name, role: 'interviewee' as const, title: null }] })

async function idOf(client: Client, question: string): Promise<string> {
  for await (const pair of client.qa.all()) if (pair.question.text === question) return pair.id
  throw new Error(`Nobody asks "${question}".`)
}

async function relatedTo(client: Client, question: string, limit?: number): Promise<string[]> {
  const { data } = await client.qa.related(await idOf(client, question), limit === undefined ? {} : { limit })
  return data.map((pair) => pair.question.text)
}

describe('GET /v1/qa/{id}/related', () => {
  test('gives pairs of other articles by topics, people and words, what is rarer first', async () => {
    const { client, deps } = await startService()
    await plant(deps, {
      ...guest('Ada Byron'),
      qa: [
        {
          question: 'Who drains the Kessel marshes?',
          topics: named('rivers', 'marshes'),
          answeredBy: ['Ada Byron'],
        },
        { question: 'And who pays for it?', topics: named('rivers', 'marshes'), answeredBy: ['Ada Byron'] },
      ],
    })
    await plant(deps, { qa: [{ question: 'Is rain late?', topics: named('rivers') }] })
    await plant(deps, { qa: [{ question: 'Is snow late?', topics: named('rivers') }] })
    await plant(deps, { qa: [{ question: 'Are peat fires put out?', topics: named('rivers', 'marshes') }] })
    await plant(deps, { qa: [{ question: 'Where is Kessel?', answer: 'In the north.' }] })
    await plant(deps, {
      ...guest('Ada Byron'),
      qa: [{ question: 'What do you read?', answeredBy: ['Ada Byron'] }],
    })
    await plant(deps, { qa: [{ question: 'How tall is the tower?', topics: named('towers') }] })
    const found = await relatedTo(client, 'Who drains the Kessel marshes?', 20)
    expect(found[0]).toBe('Are peat fires put out?')
    expect(found.slice(1, 3).sort()).toEqual(['What do you read?', 'Where is Kessel?'])
    expect(found.slice(3).sort()).toEqual(['Is rain late?', 'Is snow late?'])
  })

  test('gives nothing where nothing is close, and no more than it is asked for', async () => {
    const { client, deps } = await startService()
    for (const question of ['Is rain late?', 'Is snow late?', 'Are storms late?'])
      await plant(deps, { qa: [{ question, topics: named('rivers') }] })
    await plant(deps, { qa: [{ question: 'How tall?', answer: 'Ten feet.', topics: named('towers') }] })
    expect(await relatedTo(client, 'How tall?')).toEqual([])
    expect(await relatedTo(client, 'Is rain late?', 1)).toHaveLength(1)
    expect(await relatedTo(client, 'Is rain late?')).toHaveLength(2)
  })

  test('follows people to where they answer, and not to where they ask', async () => {
    const { client, deps } = await startService()
    await plant(deps, { ...guest('Ada Byron'), qa: [{ question: 'Who swims?', answeredBy: ['Ada Byron'] }] })
    await plant(deps, { ...guest('Ada Byron'), qa: [{ question: 'Who digs?', answeredBy: ['Ada Byron'] }] })
    await plant(deps, { ...guest('Ada Byron'), qa: [{ question: 'Who sings?', askedBy: 'Ada Byron' }] })
    expect(await relatedTo(client, 'Who swims?')).toEqual(['Who digs?'])
  })

  test('gives the pairs as lists do, with the members that are asked for', async () => {
    const { client, deps } = await startService()
    for (const question of ['Is rain late?', 'Is snow late?'])
      await plant(deps, { qa: [{ question, topics: named('rivers') }] })
    const id = await idOf(client, 'Is rain late?')
    const [whole] = (await client.qa.related(id)).data
    expect(whole).toEqual(await client.qa.get(whole?.id ?? ''))
    const [some] = (await client.qa.related(id, { fields: ['url'] })).data
    expect(Object.keys(some ?? {}).sort()).toEqual(['id', 'type', 'url'])
  })

  test('knows no pair that readers do not see', async () => {
    const { client } = await startService()
    const problem = await problemOf(client.qa.related('qa_00000000000000000000000000'))
    expect(problem.code).toBe('not_found')
  })

  test('refuses a limit over the maximum', async () => {
    const { client } = await startService()
    expect((await problemOf(client.qa.related('qa_x', { limit: 21 }))).status).toBe(400)
  })
})
