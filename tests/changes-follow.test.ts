import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { type Client, ProblemError } from '../src/client/index.ts'
import { startService } from './harness.ts'
import {
  anyWrite,
  carryOut,
  contentWrites,
  editWrites,
  writesOfArticles,
  writesOfNames,
} from './random-writes.ts'

// ---- Consumers -----------------------------------------------------------------------------------

type State = Map<string, unknown>

/** What one has and another has not, or otherwise. */
function differences(state: State, other: State): unknown[] {
  const ids = new Set([...state.keys(), ...other.keys()])
  return [...ids]
    .map((id) => [state.get(id), other.get(id)])
    .filter(([one, another]) => !isDeepStrictEqual(one, another))
}

interface Kept {
  state: State
  since: number
}

async function load(client: Client): Promise<Kept> {
  const state: State = new Map()
  let since = 0
  for await (const line of client.changes.load())
    if (line.resource === 'cursor') since = line.seq
    else state.set(line.id, line.data)
  return { state, since }
}

/** What a reader finds under an id, without counts; undefined where it is gone or leads to another. */
async function find(client: Client, resource: string, id: string): Promise<unknown> {
  try {
    if (resource === 'article') return await client.articles.get(id)
    if (resource === 'qa') return await client.qa.get(id)
    const found = resource === 'person' ? await client.people.get(id) : await client.topics.get(id)
    if (found.id !== id) return undefined
    return Object.fromEntries(Object.entries(found).filter(([name]) => name !== 'counts'))
  } catch (error) {
    if (error instanceof ProblemError && ['not_found', 'gone'].includes(error.code)) return undefined
    throw error
  }
}

type Filter = NonNullable<Parameters<Client['changes']['list']>[0]>

async function follow(
  client: Client,
  kept: Kept,
  filter: Filter,
  takes: (resource: string) => boolean,
): Promise<void> {
  let hasMore = true
  while (hasMore) {
    const page = await client.changes.list({ ...filter, since: kept.since, limit: 7 })
    for (const { resource, id } of page.data) {
      if (!takes(resource)) continue
      const found = await find(client, resource, id)
      if (found === undefined) kept.state.delete(id)
      else kept.state.set(id, found)
    }
    kept.since = page.lastSeq
    hasMore = page.hasMore
  }
}

const isNoPair = (resource: string) => resource !== 'qa'
const isPair = (resource: string) => resource === 'qa'
const WithTopics = z.object({ topics: z.array(z.object({ slug: z.string() })) })
const isRivers = ({ slug }: { slug: string }) => slug === 'rivers'
const QA_TYPES = ['qa.published', 'qa.updated', 'qa.removed'] as const

async function allPairs(client: Client, filter: { topic?: string } = {}): Promise<State> {
  const state: State = new Map()
  for await (const each of client.qa.all({ ...filter, limit: 100 })) state.set(each.id, each)
  return state
}

// ---- The promises --------------------------------------------------------------------------------

describe('a consumer that follows the log', () => {
  test('from any load, taken while others write, ends with what a fresh load gives', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(anyWrite, fc.boolean()), { maxLength: 16 }), async (steps) => {
        const { client, deps } = await startService()
        const kept: Kept[] = []
        for (const [write, isLoaded] of steps) {
          const loading = isLoaded ? load(client) : undefined
          await carryOut(deps, write)
          if (loading) kept.push(await loading)
        }
        const fresh = await load(client)
        for (const each of kept) {
          await follow(client, each, {}, isNoPair)
          expect([each.since, differences(each.state, fresh.state)]).toEqual([fresh.since, []])
        }
      }),
      { numRuns: 30 },
    )
  })

  test('from the beginning, now and then or again from any place, ends with what a full load gives', async () => {
    const step = fc.tuple(anyWrite, fc.boolean(), fc.boolean())
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 16 }), async (steps) => {
        const { client, deps } = await startService()
        const kept: Kept = { state: new Map(), since: 0 }
        for (const [write, isRead, isRepeated] of steps) {
          await carryOut(deps, write)
          if (isRead) await follow(client, kept, {}, isNoPair)
          if (isRepeated) kept.since = Math.floor(kept.since / 2)
        }
        await follow(client, kept, {}, isNoPair)
        const fresh = await load(client)
        expect([kept.since, differences(kept.state, fresh.state)]).toEqual([fresh.since, []])
      }),
      { numRuns: 30 },
    )
  })

  test('by the pairs alone ends with every pair of every published article', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(anyWrite, fc.boolean()), { maxLength: 16 }), async (steps) => {
        const { client, deps } = await startService()
        const kept: Kept = { state: new Map(), since: 0 }
        for (const [write, isRead] of steps) {
          await carryOut(deps, write)
          if (isRead) await follow(client, kept, { types: QA_TYPES }, isPair)
        }
        await follow(client, kept, { types: QA_TYPES }, isPair)
        expect(differences(kept.state, await allPairs(client))).toEqual([])
      }),
      { numRuns: 30 },
    )
  })

  test('by one topic hears of every pair that has it or had it', async () => {
    const write = fc.oneof(...contentWrites, ...editWrites, ...writesOfArticles, ...writesOfNames)
    await fc.assert(
      fc.asyncProperty(fc.array(write, { maxLength: 16 }), async (steps) => {
        const { client, deps } = await startService()
        const kept: Kept = { state: new Map(), since: 0 }
        const filter = { topic: 'rivers', types: QA_TYPES }
        for (const each of steps) {
          await carryOut(deps, each)
          await follow(client, kept, filter, isPair)
        }
        const about = await allPairs(client, { topic: 'rivers' })
        // What has lost the topic is told of once, and then no more.
        const having = [...kept.state].filter(([, pair]) => WithTopics.parse(pair).topics.some(isRivers))
        expect(new Map(having)).toEqual(about)
      }),
      { numRuns: 100 },
    )
  })
})
