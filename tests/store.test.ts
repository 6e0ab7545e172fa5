import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { openSqliteStore } from '../src/db/store.sqlite.ts'
import type { Db, Store } from '../src/db/store.ts'
import { searchTexts, slugs } from '../src/db/tables.ts'

let store: Store
let path: string
beforeEach(() => {
  const folder = mkdtempSync(join(tmpdir(), 'colloquy-store-'))
  path = join(folder, 'new', 'folder', 'test.db')
  store = openSqliteStore(path)
  return async () => {
    await store.close()
    rmSync(folder, { recursive: true })
  }
})

const row = (slug: string) => ({ kind: 'topic' as const, slug, resourceId: 'x' })
const names = async () => (await store.read.select().from(slugs)).map(({ slug }) => slug)

describe('write', () => {
  test('commits when its work resolves', async () => {
    const result = await store.write(async (tx) => {
      await tx.insert(slugs).values(row('a'))
      return 'done'
    })
    expect([result, await names()]).toEqual(['done', ['a']])
  })

  test('rolls everything back when its work throws, and the next write goes on', async () => {
    const broken = store.write(async (tx) => {
      await tx.insert(slugs).values(row('a'))
      throw new Error('broken')
    })
    await expect(broken).rejects.toThrow('broken')
    await store.write(async (tx) => tx.insert(slugs).values(row('b')))
    expect(await names()).toEqual(['b'])
  })

  test('shows nothing to readers before it commits', async () => {
    await store.write(async (tx) => {
      await tx.insert(slugs).values(row('a'))
      expect(await names()).toEqual([])
    })
    expect(await names()).toEqual(['a'])
  })

  test('waits its turn: writes never mix', async () => {
    const order: string[] = []
    const slow = (name: string) =>
      store.write(async (tx) => {
        order.push(`${name} begins`)
        await tx.insert(slugs).values(row(name))
        await tx.select().from(slugs)
        order.push(`${name} ends`)
      })
    await Promise.all([slow('a'), slow('b'), slow('c')])
    expect(order).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends'])
  })

  test('waits for that of another process, and readers do not', async () => {
    const other = new Sqlite(path)
    onTestFinished(() => void other.close())
    other.exec('BEGIN IMMEDIATE')
    const writing = store.write(async (tx) => tx.insert(slugs).values(row('b')))
    for (let times = 0; times < 20; times += 1) {
      await new Promise(setImmediate)
      expect(await names()).toEqual([])
    }
    other.exec("INSERT INTO slugs (kind, slug, resource_id) VALUES ('topic', 'a', 'x'); COMMIT")
    await writing
    expect(await names()).toEqual(['a', 'b'])
  })

  test('inside a write is refused instead of waiting for itself', async () => {
    await expect(store.write(() => store.write(() => Promise.resolve()))).rejects.toThrow(/wait for itself/)
  })

  test('ends with its tx: what escaped can do nothing', async () => {
    const escaped: Db[] = []
    await store.write((tx) => Promise.resolve(escaped.push(tx)))
    const late = async () => escaped[0]?.insert(slugs).values(row('late'))
    await expect(late()).rejects.toThrow(/has ended/)
    expect(await names()).toEqual([])
  })
})

describe('writes that wait together', () => {
  const adding = (slug: string) => store.write(async (tx) => tx.insert(slugs).values(row(slug)))
  const outcomes = async (writes: Promise<unknown>[]) =>
    (await Promise.allSettled(writes)).map(({ status }) => status)

  test('succeed and fail each by itself, in any order, and see those before them', async () => {
    const steps = fc.array(
      fc.record({
        slug: fc.constantFrom('a', 'b', 'c', 'd'),
        ends: fc.constantFrom('well', 'well', 'with an error'),
        // A turn of the event loop after it: those that are asked for later may come in a transaction of their own.
        pause: fc.boolean(),
      }),
      { maxLength: 40 },
    )
    await fc.assert(
      fc.asyncProperty(steps, async (asked) => {
        await store.write(async (tx) => tx.delete(slugs))
        const taken = new Set<string>()
        const [expected, writes]: [string[], Promise<string[]>[]] = [[], []]
        for (const { slug, ends, pause } of asked) {
          const isDone = ends === 'well' && !taken.has(slug)
          if (isDone) taken.add(slug)
          const seen = [...taken].sort()
          expected.push(isDone ? `fulfilled ${seen.join()}` : 'rejected')
          const writing = store.write(async (tx) => {
            await tx.insert(slugs).values(row(slug))
            if (ends !== 'well') throw new Error(ends)
            return (await tx.select().from(slugs).orderBy(slugs.slug)).map((found) => found.slug)
          })
          writing.catch(() => undefined)
          writes.push(writing)
          if (pause) await new Promise(setImmediate)
        }
        const settled = await Promise.allSettled(writes)
        expect(
          settled.map((one) => (one.status === 'fulfilled' ? `fulfilled ${one.value.join()}` : one.status)),
        ).toEqual(expected)
        expect((await names()).sort()).toEqual([...taken].sort())
      }),
    )
  })

  test('are told of only when readers see them', async () => {
    const seen: string[][] = []
    const told = ['a', 'b', 'c'].map(async (slug) => {
      await adding(slug)
      seen.push(await names())
    })
    await Promise.all(told)
    expect(seen).toEqual([
      ['a', 'b', 'c'],
      ['a', 'b', 'c'],
      ['a', 'b', 'c'],
    ])
  })

  test('are told of a refusal only when what it was for is seen by readers', async () => {
    const seen: string[][] = []
    const refused = async () => {
      await expect(adding('a')).rejects.toThrow(/UNIQUE/)
      seen.push(await names())
    }
    await Promise.all([adding('a'), refused(), adding('b')])
    expect(seen).toEqual([['a', 'b']])
  })

  test('let readers be answered between them, who see none of it', async () => {
    const seen: string[][] = []
    const state = { isDone: false }
    void Promise.all(['a', 'b', 'c'].map(adding)).then(() => (state.isDone = true))
    while (!state.isDone) {
      seen.push(await names())
      await new Promise(setImmediate)
    }
    // One turn in which the writes come together, and one before each but the first.
    expect(seen).toEqual([[], [], []])
    expect(await names()).toEqual(['a', 'b', 'c'])
  })

  test('all fail where their commit fails, and the next one goes on', async () => {
    const breaking = store.write(async (tx) => {
      await tx.run(sql`pragma defer_foreign_keys = on`)
      await tx.run(sql`insert into person_names (name_key, person_id) values ('nobody', 'per_nobody')`)
    })
    const [first, last] = [adding('a'), adding('b')]
    expect(await outcomes([first, breaking, last])).toEqual(['rejected', 'rejected', 'rejected'])
    await expect(first).rejects.toThrow(/FOREIGN KEY/)
    await adding('c')
    expect(await names()).toEqual(['c'])
  })

  test('fail with the one over which the database itself rolled back, but for those that had not begun', async () => {
    await adding('taken')
    const first = adding('a')
    // As on a full disk: SQLite ends the transaction and not the statement alone.
    const breaking = store.write(async (tx) => {
      await tx.run(
        sql`insert or rollback into slugs (kind, slug, resource_id) values ('topic', 'taken', 'y')`,
      )
    })
    const last = adding('b')
    expect(await outcomes([first, breaking, last])).toEqual(['rejected', 'rejected', 'fulfilled'])
    expect((await names()).sort()).toEqual(['b', 'taken'])
  })

  test('leave the search index whole, whichever of them fail', async () => {
    const texts = Array.from({ length: 20 }, (_, number) =>
      store.write(async (tx) => {
        const text = { kind: 'qa' as const, articleId: 'art_x', head: `word${number}`, body: 'said' }
        await tx.insert(searchTexts).values({ id: `qa_${number}`, ...text })
        if (number % 3 === 0) throw new Error('broken')
      }),
    )
    const expected = texts.map((_, number) => (number % 3 === 0 ? 'rejected' : 'fulfilled'))
    expect(await outcomes(texts)).toEqual(expected)
    const found = await store.read.all(sql`select rowid from search_index where search_index match 'said'`)
    expect(found).toHaveLength(13)
    await store.write((tx) =>
      Promise.resolve(
        tx.run(sql`insert into search_index (search_index, rank) values ('integrity-check', 1)`),
      ),
    )
  })

  test('end each with its own tx, though the transaction goes on', async () => {
    const escaped: Db[] = []
    const first = store.write((tx) => Promise.resolve(escaped.push(tx)))
    const second = store.write(async () => escaped[0]?.insert(slugs).values(row('late')))
    await first
    await expect(second).rejects.toThrow(/has ended/)
  })
})

describe('snapshot', () => {
  test('goes on to see what was there, while others write and read', async () => {
    await store.write(async (tx) => tx.insert(slugs).values(row('a')))
    const { read, end } = await store.snapshot()
    await store.write(async (tx) => tx.insert(slugs).values(row('b')))
    expect(await read.select().from(slugs)).toHaveLength(1)
    expect(await names()).toEqual(['a', 'b'])
    end()
    end()
    await expect(async () => await read.select().from(slugs)).rejects.toThrow(/not open/)
  })

  test('sees nothing of a write that was under way when it was taken', async () => {
    await store.write(async (tx) => {
      await tx.insert(slugs).values(row('a'))
      const { read, end } = await store.snapshot()
      expect(await read.select().from(slugs)).toEqual([])
      end()
    })
  })

  test('cannot write', async () => {
    const { read, end } = await store.snapshot()
    await expect(async () => await read.insert(slugs).values(row('a'))).rejects.toThrow(/readonly/)
    end()
  })
})

test('read cannot write', async () => {
  await expect(async () => await store.read.insert(slugs).values(row('a'))).rejects.toThrow(/readonly/)
})

test('close lets the writes under way finish', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'colloquy-store-'))
  onTestFinished(() => {
    rmSync(folder, { recursive: true })
  })
  const file = join(folder, 'test.db')
  const first = openSqliteStore(file)
  const writing = first.write(async (tx) => tx.insert(slugs).values(row('a')))
  await Promise.all([writing, first.close()])
  const second = openSqliteStore(file)
  expect(await second.read.select().from(slugs)).toHaveLength(1)
  await second.close()
})
