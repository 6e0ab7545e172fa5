import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { asc } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { appendChanges, type NewChange } from '../src/changes/append.ts'
import { changes } from '../src/db/log-tables.ts'
import { LEASE_MS } from '../src/webhooks/claim.ts'
import { deliverDue } from '../src/webhooks/deliver-due.ts'
import { startService } from './harness.ts'
import { startReceiver } from './receiver.ts'

const KILLS = 4
const CHANGES = 400

const fileOf = (path: string) => fileURLToPath(new URL(`../src/${path}`, import.meta.url))

/** A process of its own that delivers until it is killed. */
const program = `
  import { readConfig } from '${fileOf('config.ts')}'
  import { openSqliteStore } from '${fileOf('db/store.sqlite.ts')}'
  import { world } from '${fileOf('deps.ts')}'
  import { deliverDue } from '${fileOf('webhooks/deliver-due.ts')}'
  const config = readConfig()
  const deps = { ...world, config, store: openSqliteStore(config.databasePath) }
  for (;;) await deliverDue(deps)
`

test('kill -9 at any moment loses no delivery and invents none', async () => {
  const { deps, clientWith } = await startService({ WEBHOOK_ALLOW_PRIVATE: 'true' })
  const { webhooks } = await clientWith('admin')
  const receiver = await startReceiver()
  const { id } = await webhooks.create({ url: receiver.url })
  const DATABASE_URL = `file:${deps.config.databasePath}`

  for (let kill = 1; kill <= KILLS; kill += 1) {
    const more = Array.from({ length: CHANGES / KILLS }, (_, index) => changeOf(`art_${kill}_${index}`))
    await deps.store.write((tx) => appendChanges(tx, deps, more))
    const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
      env: {
        DATABASE_URL,
        WEBHOOK_ALLOW_PRIVATE: 'true',
        NODE_COMPILE_CACHE: join(tmpdir(), 'node-compile-cache'),
      },
      stdio: 'ignore',
    })
    // In the midst of it, each time at another place: it is killed before it hears that this one was taken.
    const last = receiver.received.length + kill * 7
    const { promise: reached, resolve } = Promise.withResolvers<undefined>()
    receiver.answer = (_request, reply) => {
      if (receiver.received.length >= last) resolve(undefined)
      else reply.end()
    }
    await reached
    child.kill('SIGKILL')
    await once(child, 'exit')
  }

  receiver.answer = (_request, reply) => reply.end()
  await deliverDue({ ...deps, now: () => new Date(Date.now() + LEASE_MS) })

  const log = await deps.store.read
    .select({ seq: changes.seq, id: changes.resourceId })
    .from(changes)
    .orderBy(asc(changes.seq))
  const told = log.filter((change) => change.id.startsWith('art_'))
  expect(told).toHaveLength(CHANGES)
  // Every change came, under one id however often.
  const idsOfSeq = new Map<number, Set<string>>()
  for (const { id: webhookId, payload } of receiver.received)
    if ('seq' in payload.data)
      idsOfSeq.set(payload.data.seq, (idsOfSeq.get(payload.data.seq) ?? new Set()).add(webhookId))
  expect([...idsOfSeq.keys()].sort((a, b) => a - b)).toEqual(told.map(({ seq }) => seq))
  expect([...idsOfSeq.values()].filter((ids) => ids.size !== 1)).toEqual([])
  // And what the process could not write down was sent again: nothing else was.
  expect(receiver.received.length).toBeGreaterThan(CHANGES)
  const { page } = await webhooks.deliveries(id, { status: 'delivered', count: 'exact', limit: 1 })
  expect(page.total).toBe(CHANGES)
  expect((await webhooks.deliveries(id, { status: 'pending' })).data).toEqual([])
}, 120_000)

function changeOf(id: string): NewChange {
  return {
    type: 'article.updated',
    resource: 'article',
    id,
    revision: 1,
    deleted: false,
    cacheTags: [],
    topicIds: [],
  }
}
