// A process of its own that changes an article on the database of a running service and publishes it, ten times a second,
// and asks the service whether it shows what was published. Started by publishing.ts.
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { openSqliteStore } from '../src/db/store.sqlite.ts'
import { world } from '../src/deps.ts'
import { ask } from './ask.ts'
import { changeAndPublish } from './publish-article.ts'
import { type Seen, Task } from './publishing.ts'

const INTERVAL_MS = 100
const SAMPLE_MS = 10

const { databasePath, id, url } = Task.parse(JSON.parse(process.argv[2] ?? ''))
const store = openSqliteStore(databasePath)
const seen: Seen = { published: 0, asked: 0, stale: 0, failed: 0 }
let lastRevision = 0
let toldToStop = false

process.on('disconnect', () => process.exit())
process.once('message', () => {
  toldToStop = true
})
await Promise.all([publishOn(), sampleOn()])
await store.close()
process.send?.(seen)
process.disconnect()

async function publishOn(): Promise<void> {
  for (let next_ms = performance.now(); !toldToStop; next_ms += INTERVAL_MS) {
    await sleep(Math.max(0, next_ms - performance.now()))
    lastRevision = await store.write((tx) =>
      changeAndPublish(tx, world, id, (before) => ({ ...before, dek: `Change ${seen.published}.` })),
    )
    seen.published += 1
    if (seen.published === 1) process.send?.('ready')
    await sample()
  }
}

async function sampleOn(): Promise<void> {
  while (!toldToStop) {
    await sample()
    await sleep(SAMPLE_MS)
  }
}

async function sample(): Promise<void> {
  const revisionBefore = lastRevision
  const { status, body } = await ask(url, `/v1/articles/${id}`)
  seen.asked += 1
  if (status !== 200) seen.failed += 1
  else {
    const { revision } = z.object({ revision: z.int() }).parse(JSON.parse(body.toString()))
    if (revision < revisionBefore) seen.stale += 1
  }
}
