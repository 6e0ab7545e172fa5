import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { openSqliteStore } from '../src/db/store.sqlite.ts'
import type { Store } from '../src/db/store.ts'
import { slugs } from '../src/db/tables.ts'
import { BRING_MS_MAX, pagesLeft } from './pages-left.ts'

/** More than is left in the log. */
const LONG_BYTES = 12_000_000

let store: Store
let path: string
beforeEach(() => {
  const folder = mkdtempSync(join(tmpdir(), 'colloquy-checkpoints-'))
  path = join(folder, 'test.db')
  store = openSqliteStore(path)
  return async () => {
    await store.close()
    rmSync(folder, { recursive: true })
  }
})

const writeMuch = (slug: string) =>
  store.write((tx) =>
    tx
      .insert(slugs)
      .values({ kind: 'topic', slug, resourceId: 'x'.repeat(LONG_BYTES) })
      .execute(),
  )

describe('the log of writes', () => {
  test('is brought into the file after each large write, with no further one', async () => {
    for (const slug of ['a', 'b', 'c']) {
      await writeMuch(slug)
      await expect.poll(() => pagesLeft(path), { timeout: BRING_MS_MAX }).toBe(0)
    }
  })

  test('is gone when the store has closed', async () => {
    await writeMuch('a')
    await expect.poll(() => pagesLeft(path), { timeout: BRING_MS_MAX }).toBe(0)
    await writeMuch('b')
    expect(existsSync(`${path}-wal`)).toBe(true)
    await store.close()
    expect(existsSync(`${path}-wal`)).toBe(false)
    store = openSqliteStore(path)
    expect(await store.read.select({ slug: slugs.slug }).from(slugs)).toEqual([{ slug: 'a' }, { slug: 'b' }])
  })
})
