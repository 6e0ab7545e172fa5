import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { sql } from 'drizzle-orm'
import { expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { examineWhole } from '../src/cli/doctor.ts'
import type { Db } from '../src/db/store.ts'
import { search } from '../src/db/text-search.ts'
import { world } from '../src/deps.ts'
import { findArticleState, getRevision } from '../src/revisions/queries.ts'
import { openDatabase } from './templates.ts'

const writer = fileURLToPath(new URL('crash-writer.ts', import.meta.url))
const KILLS = 50
/** A writer says so many lines, at most, before it is killed: three or four for each write. */
const LINES_MAX = 24

/** What the writer says of an article: how it is to stand or stands, and the new word of the new revision. */
const Standing = { draft: z.number(), shown: z.number().nullable(), mark: z.string().nullable() }
const Line = z.union([
  z.strictObject({ about: z.string(), ...Standing }),
  z.strictObject({ inside: z.string() }),
  z.strictObject({ done: z.string(), ...Standing }),
])

interface State {
  draft: number
  shown: number | null
}

interface Known {
  /** As it was acknowledged; undefined where only the making of it was begun. */
  acknowledged: State | undefined
  /** As it may stand, because a writer was killed over it since. */
  begun: State[]
  /** The words of acknowledged revisions. */
  marks: Map<number, string>
}

test(`after ${KILLS} kills at random moments every acknowledged write is there, and doctor finds nothing`, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'colloquy-crash-'))
  onTestFinished(() => {
    rmSync(folder, { recursive: true })
  })
  const path = join(folder, 'crash.db')
  const known = new Map<string, Known>()
  for (let kill = 0; kill < KILLS; kill += 1) await writeUntilKilled(path, known)

  const { config, store } = openDatabase(path)
  onTestFinished(() => store.close())
  const db = store.read
  const acknowledged = [...known].filter(([, { marks }]) => marks.size > 0)
  const writes = acknowledged.reduce((sum, [, { marks }]) => sum + marks.size, 0)
  expect(writes).toBeGreaterThan(KILLS)
  const lost: string[] = []
  for (const [id, article] of acknowledged) lost.push(...(await lostOf(db, id, article)))
  expect(lost).toEqual([])
  const findings = await examineWhole({ ...world, config, store })
  expect(findings.filter(({ fault }) => fault !== null)).toEqual([])
}, 300_000)

/** Lets the writer write, ends it when it has said some line, and notes what it had said. */
async function writeUntilKilled(path: string, known: Map<string, Known>): Promise<void> {
  const child = spawn(process.execPath, [writer, path], {
    env: { NODE_COMPILE_CACHE: join(tmpdir(), 'node-compile-cache') },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const closed = once(child, 'close')
  let left = 1 + Math.floor(Math.random() * LINES_MAX)
  for await (const text of createInterface(child.stdout)) {
    note(known, Line.parse(JSON.parse(text)))
    left -= 1
    if (left === 0) child.kill('SIGKILL')
  }
  await closed
  expect(child.signalCode).toBe('SIGKILL')
}

function note(known: Map<string, Known>, line: z.infer<typeof Line>): void {
  if ('inside' in line) return
  const id = 'about' in line ? line.about : line.done
  const article: Known = known.get(id) ?? { acknowledged: undefined, begun: [], marks: new Map() }
  known.set(id, article)
  const { draft, shown, mark } = line
  if ('about' in line) article.begun.push({ draft, shown })
  else {
    article.acknowledged = { draft, shown }
    article.begun = []
    if (mark !== null) article.marks.set(draft, mark)
  }
}

/** What of an article was acknowledged and is not so. */
async function lostOf(db: Db, id: string, { acknowledged, begun, marks }: Known): Promise<string[]> {
  const article = await findArticleState(db, id)
  if (!article) return [`${id} is gone`]
  const { draftRevision: draft, publishedRevision: shown } = article
  const lost = [acknowledged, ...begun].some((state) => state?.draft === draft && state.shown === shown)
    ? []
    : [`${id} stands as ${draft}, ${String(shown)}`]
  for (const [number, mark] of marks) {
    const { qa } = await getRevision(db, id, number)
    if (!qa.some(({ question }) => question.includes(mark))) lost.push(`revision ${number} of ${id}`)
    const pairs = await found(db, `"${mark}"`)
    const isShown = number === shown
    if (pairs.length !== (isShown ? 1 : 0)) lost.push(`search for revision ${number} of ${id}`)
  }
  return lost
}

async function found(db: Db, q: string): Promise<{ id: string }[]> {
  const hits = await search(db, { kinds: ['qa'], owner: 'id' }, q)
  return hits ? db.all<{ id: string }>(sql`select id from ${hits.hits} as hits`) : []
}
