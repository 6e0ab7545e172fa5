import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { openSqliteStore } from '../src/db/store.sqlite.ts'
import type { Db, Store } from '../src/db/store.ts'
import { slugs } from '../src/db/tables.ts'

let store: Store
beforeEach(() => {
  const folder = mkdtempSync(join(tmpdir(), 'colloquy-store-'))
  store = openSqliteStore(join(folder, 'new', 'folder', 'test.db'))
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
  const path = join(folder, 'test.db')
  const first = openSqliteStore(path)
  const writing = first.write(async (tx) => tx.insert(slugs).values(row('a')))
  await Promise.all([writing, first.close()])
  const second = openSqliteStore(path)
  expect(await second.read.select().from(slugs)).toHaveLength(1)
  await second.close()
})
