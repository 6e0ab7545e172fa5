import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import Sqlite from 'better-sqlite3'
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { examineWhole } from '../src/cli/doctor.ts'
import { backupSqlite } from '../src/db/backup.ts'
import { restoreSqlite } from '../src/db/restore.ts'
import { openSqliteStore } from '../src/db/store.sqlite.ts'
import { DatabaseError, type Store } from '../src/db/store.ts'
import { articles } from '../src/db/tables.ts'
import { world } from '../src/deps.ts'
import { plant, startSeeded } from './harness.ts'
import { openDatabase, pathOfTemplate, temporary } from './templates.ts'
import { Place } from './running.ts'

const writer = fileURLToPath(new URL('crash-writer.ts', import.meta.url))
const quiet = () => undefined
const softly = { force: false, onProgress: quiet }

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(temporary, 'colloquy-operations-'))
  return () => {
    rmSync(folder, { recursive: true })
  }
})
const file = (name: string) => join(folder, name)

/** The slugs of the articles in a database file; and that it is sound. */
async function contentOf(path: string): Promise<string[]> {
  const { config, store } = openDatabase(path)
  const findings = await examineWhole({ ...world, config, store })
  const rows = await store.read.select({ slug: articles.slug }).from(articles)
  await store.close()
  expect(findings.filter(({ fault }) => fault !== null)).toEqual([])
  return rows.map(({ slug }) => slug).sort()
}

/** Adds an article to a database file. */
async function addArticle(path: string, title: string): Promise<void> {
  const { config, store } = openDatabase(path)
  await plant({ ...world, config, store }, { title })
  await store.close()
}

async function refusalOf(work: Promise<unknown>): Promise<string> {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (error instanceof DatabaseError) return error.message
  throw new Error(`This should have been refused: ${String(error)}`)
}

describe('a backup', () => {
  test('made while another process writes is sound, and has all that was acknowledged before it', async () => {
    const child = spawn(process.execPath, [writer, file('live.db')], { stdio: ['ignore', 'pipe', 'inherit'] })
    // Not `close`, which waits for what it said to be read: it may have said more than is listened to.
    const ended = once(child, 'exit')
    onTestFinished(async () => {
      child.kill('SIGKILL')
      await ended
    })
    const done = new Set<string>()
    const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
    const listen = async (count: number) => {
      while (done.size < count) {
        const { value } = await lines.next()
        const id = /"done":"([^"]+)"/.exec(String(value))?.[1]
        if (id !== undefined) done.add(id)
      }
    }
    for (const count of [5, 10, 15]) {
      await listen(count)
      const acknowledged = [...done]
      await backupSqlite(file('live.db'), file(`${count}.db`), quiet)
      const { store } = openDatabase(file(`${count}.db`))
      const ids = (await store.read.select({ id: articles.id }).from(articles)).map(({ id }) => id)
      await store.close()
      expect(ids).toEqual(expect.arrayContaining(acknowledged))
      await contentOf(file(`${count}.db`))
    }
  })

  test('is one file that needs no other, and leaves nothing beside it', async () => {
    const { deps } = await startSeeded()
    await plant(deps, { title: 'In the log only' })
    const bytes = await backupSqlite(deps.config.databasePath, file('backup.db'), quiet)
    expect(readdirSync(folder)).toEqual(['backup.db'])
    expect(readFileSync(file('backup.db'))).toHaveLength(bytes)
    expect(await contentOf(file('backup.db'))).toContain('in-the-log-only')
  })

  test('tells how far it is', async () => {
    const seen: { done: number; all: number }[] = []
    await backupSqlite(pathOfTemplate('seeded'), file('backup.db'), (pages) => seen.push(pages))
    expect(seen.at(-1)?.all).toBeGreaterThan(0)
    expect(seen.at(-1)?.done).toBe(seen.at(-1)?.all)
  })

  test('of what is no database of ours, or is damaged, is refused and leaves no file', async () => {
    writeFileSync(file('text.db'), 'This is a text. '.repeat(500))
    new Sqlite(file('other.db')).exec('create table notes (text)').close()
    writeFileSync(file('damaged.db'), damaged(pathOfTemplate('seeded')))
    const before = readdirSync(folder).sort()
    for (const [name, message] of [
      ['text.db', /is no SQLite database/],
      ['other.db', /is no database of Colloquy/],
      ['damaged.db', /is damaged/],
      ['nowhere.db', /There is no database/],
    ] as const)
      expect(await refusalOf(backupSqlite(file(name), file('backup.db'), quiet))).toMatch(message)
    expect(readdirSync(folder).sort()).toEqual(before)
  })
})

/** A database with a page in its middle written over. */
function damaged(path: string): Buffer {
  const bytes = readFileSync(path)
  const page = 4096 * Math.floor(bytes.length / 4096 / 2)
  return bytes.fill(0xa5, page, page + 4096 * 8)
}

describe('restore', () => {
  test('brings back what was there, and keeps what was instead', async () => {
    copyFileSync(pathOfTemplate('seeded'), file('a.db'))
    const before = await contentOf(file('a.db'))
    await backupSqlite(file('a.db'), file('backup.db'), quiet)
    await addArticle(file('a.db'), 'Written later')
    expect(await restoreSqlite(file('backup.db'), file('a.db'), softly)).toBe(file('a.db.before-restore'))
    expect(await contentOf(file('a.db'))).toEqual(before)
    expect(await contentOf(file('a.db.before-restore'))).toEqual([...before, 'written-later'].sort())
    expect(readdirSync(folder).sort()).toEqual(['a.db', 'a.db.before-restore', 'backup.db'])
  })

  test('makes a database where there was none', async () => {
    expect(await restoreSqlite(pathOfTemplate('seeded'), file('new/folder/a.db'), softly)).toBeNull()
    expect(await contentOf(file('new/folder/a.db'))).not.toEqual([])
  })

  test('reads nothing of the old log into the new database', async () => {
    copyFileSync(pathOfTemplate('vocabulary'), file('a.db'))
    // As a crash leaves it: the last writes are in the log alone.
    const store = openSqliteStore(file('a.db'))
    const { config } = openDatabaseConfig(file('a.db'))
    await plant({ ...world, config, store }, { title: 'Old' })
    for (const name of ['a.db', 'a.db-wal', 'a.db-shm']) copyFileSync(file(name), file(`crashed-${name}`))
    await store.close()
    await restoreSqlite(pathOfTemplate('vocabulary'), file('crashed-a.db'), softly)
    expect(existsSync(file('crashed-a.db-wal'))).toBe(false)
    expect(await contentOf(file('crashed-a.db'))).toEqual([])
    expect(await contentOf(file('crashed-a.db.before-restore'))).toEqual(['old'])
  })

  test.for(['idle', 'reading', 'writing'])(
    'is refused while a service is %s, which goes on',
    async (state) => {
      copyFileSync(pathOfTemplate('vocabulary'), file('a.db'))
      const { config, store } = openDatabase(file('a.db'))
      onTestFinished(() => store.close())
      const restoring = () => refusalOf(restoreSqlite(pathOfTemplate('seeded'), file('a.db'), softly))
      const message = await during(state, store, restoring)
      expect(message).toMatch(/is in use\. Stop the service first/)
      await plant({ ...world, config, store }, { title: 'Still here' })
      expect(readdirSync(folder).filter((name) => !name.startsWith('a.db-'))).toEqual(['a.db'])
    },
  )

  test('of what is no backup of ours changes nothing', async () => {
    copyFileSync(pathOfTemplate('seeded'), file('a.db'))
    writeFileSync(file('text'), 'This is a text. '.repeat(500))
    new Sqlite(file('other')).exec('create table notes (text)').close()
    writeFileSync(file('damaged'), damaged(pathOfTemplate('seeded')))
    copyFileSync(pathOfTemplate('seeded'), file('newer'))
    const newer = new Sqlite(file('newer'))
    newer.exec(`insert into __drizzle_migrations (hash, created_at) values ('of-tomorrow', 9999999999999)`)
    newer.close()
    const before = readdirSync(folder).sort()
    for (const [name, message] of [
      ['text', /is no SQLite database/],
      ['other', /is no database of Colloquy/],
      ['damaged', /is damaged/],
      ['newer', /was written by a newer version/],
      ['nowhere', /cannot be opened/],
    ] as const)
      expect(await refusalOf(restoreSqlite(file(name), file('a.db'), softly))).toMatch(message)
    expect(readdirSync(folder).sort()).toEqual(before)
    expect(await contentOf(file('a.db'))).not.toEqual([])
  })

  test('writes over an earlier kept database only when forced', async () => {
    copyFileSync(pathOfTemplate('seeded'), file('a.db'))
    await restoreSqlite(pathOfTemplate('vocabulary'), file('a.db'), softly)
    const again = restoreSqlite(pathOfTemplate('seeded'), file('a.db'), softly)
    expect(await refusalOf(again)).toMatch(/before-restore is there from an earlier restore.*--force/)
    await restoreSqlite(pathOfTemplate('seeded'), file('a.db'), { ...softly, force: true })
    expect(await contentOf(file('a.db.before-restore'))).toEqual([])
  })

  test('takes the place of a damaged database only when forced, and keeps it', async () => {
    writeFileSync(file('a.db'), 'No database at all. '.repeat(500))
    writeFileSync(file('a.db-wal'), 'nor a log')
    const refused = restoreSqlite(pathOfTemplate('seeded'), file('a.db'), softly)
    expect(await refusalOf(refused)).toMatch(/is damaged, so it cannot be told.*--force/)
    await restoreSqlite(pathOfTemplate('seeded'), file('a.db'), { ...softly, force: true })
    expect(await contentOf(file('a.db'))).not.toEqual([])
    expect(readFileSync(file('a.db.before-restore'), 'utf8')).toContain('No database at all.')
    expect(existsSync(file('a.db-wal'))).toBe(false)
  })
})

function openDatabaseConfig(path: string): Pick<ReturnType<typeof openDatabase>, 'config'> {
  const { config, store } = openDatabase(path)
  void store.close()
  return { config }
}

/** Does something while a store is open, in a transaction of its reader, or in one of its writer. */
async function during<T>(state: string, store: Store, work: () => Promise<T>): Promise<T> {
  if (state === 'writing') return store.write(work)
  if (state === 'idle') return work()
  await store.read.run('begin')
  try {
    await store.read.select().from(articles)
    return await work()
  } finally {
    await store.read.run('rollback')
  }
}

test('the command line: backup, restore and their refusals', async () => {
  const place = new Place()
  onTestFinished(() => place.leave())
  copyFileSync(pathOfTemplate('seeded'), place.database)
  const target = join(place.folder, 'backup.db')
  const made = await place.run(['backup', target, '--json'])
  expect(made).toMatchObject({ code: 0, stderr: '' })
  expect(JSON.parse(made.stdout)).toEqual({ file: target, bytes: readFileSync(target).length })
  const again = await place.run(['backup', target])
  expect(again.code).toBe(1)
  expect(again.stderr).toMatch(/is there already\. Name another, or give --force/)
  expect((await place.run(['backup', target, '--force'])).code).toBe(0)
  const restored = await place.run(['restore', target])
  expect(restored).toMatchObject({ code: 0, stderr: '' })
  expect(restored.stdout).toContain(`${place.database}.before-restore`)
  const refused = await place.run(['restore', join(place.folder, 'nowhere.db'), '--force'])
  expect(refused.code).toBe(1)
  expect(refused.stderr).toMatch(/nowhere\.db/)
}, 60_000)
