import { Command } from 'commander'
import { buildApp } from '../app.ts'
import { type Config, readConfig, serviceUrl } from '../config.ts'
import { openSqliteStore } from '../db/store.sqlite.ts'
import { type Deps, world } from '../deps.ts'
import type { App } from '../http/server.ts'
import { HUB_INTERVAL_MS, pingHub } from '../feeds/ping-hub.ts'
import { seedEmpty } from '../imports/seed.ts'
import { type Job, startJobs } from '../jobs.ts'
import { issueKey } from '../keys/change-keys.ts'
import { listKeys } from '../keys/queries.ts'
import { publishDue } from '../publishing/publish-due.ts'
import { prunePreviewLinks } from '../publishing/prune-preview-links.ts'
import { REPROJECT_INTERVAL_MS, reprojectDue } from '../publishing/reproject-due.ts'
import { DELIVERY_INTERVAL_MS, deliverDue } from '../webhooks/deliver-due.ts'
import { pruneDeliveries } from '../webhooks/prune-deliveries.ts'
import { describeResult } from './describe-result.ts'
import { Failure, print, tell } from './output.ts'
import { untilToldToStop } from './until-told-to-stop.ts'

/** What is under way at the end has this long to finish. */
const SHUTDOWN_GRACE_MS = 10_000
/** What is scheduled is published so late at most, and the time that it takes. */
const PUBLISH_INTERVAL_MS = 250
/** What nobody asks for any more may stay so long after its time. */
const FORGET_INTERVAL_MS = 60 * 60 * 1000

export function serveCommand(): Command {
  return new Command('serve')
    .description('bring the database up to date, seed it where it is empty, and serve the API')
    .action(serve)
}

async function serve(): Promise<void> {
  const toldToStop = untilToldToStop()
  const config = readConfig()
  const store = openSqliteStore(config.databasePath)
  try {
    const deps = { ...world, config, store }
    for (const result of await seedEmpty(deps)) print(`seeded: ${describeResult(result)}`)
    const app = await buildApp(deps)
    await listen(app, config)
    await announce(deps)
    const jobs = startJobs(jobsOf(deps), ({ job, error }) => {
      app.log.error({ job, err: error }, 'a job failed, and is tried again')
    })
    await toldToStop
    await closeInTime(app)
    await jobs.stop()
  } finally {
    await store.close()
  }
}

function jobsOf(deps: Deps): Job[] {
  return [
    { name: 'publish what is due', run: () => publishDue(deps), intervalMs: PUBLISH_INTERVAL_MS },
    {
      name: 'show new names everywhere',
      run: (signal) => reprojectDue(deps, { signal }),
      intervalMs: REPROJECT_INTERVAL_MS,
    },
    {
      name: 'deliver to webhooks',
      run: (signal) => deliverDue(deps, { signal }),
      intervalMs: DELIVERY_INTERVAL_MS,
    },
    { name: 'tell the hub', run: (signal) => pingHub(deps, { signal }), intervalMs: HUB_INTERVAL_MS },
    {
      name: 'forget what is over',
      run: (signal) => forgetOver(deps, signal),
      intervalMs: FORGET_INTERVAL_MS,
    },
  ]
}

// Sessions, answers to an `Idempotency-Key` and failures to sign in go when the next of their kind is written.
async function forgetOver(deps: Deps, signal: AbortSignal): Promise<void> {
  await pruneDeliveries(deps, { signal })
  await prunePreviewLinks(deps, signal)
}

async function listen(app: App, { host, port }: Config): Promise<void> {
  try {
    await app.listen({ host, port })
  } catch (error) {
    await app.close()
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'EADDRINUSE')
      throw new Failure(`Port ${port} on ${host} is in use. Stop what uses it, or set PORT to another.`)
    if (code === 'EACCES')
      throw new Failure(`Port ${port} may not be used without more rights. Set PORT to another.`)
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
      throw new Failure(`${host} is no address of this machine. Set HOST to one that is.`)
    throw error
  }
}

async function announce({ store, config, ...rest }: Deps): Promise<void> {
  const address = serviceUrl(config.host, config.port)
  print(`Colloquy serves ${address}`)
  print(`  documentation  ${address}/docs`)
  if ((await listKeys(store.read)).length > 0) return
  const wanted = { role: 'admin', name: 'first admin' } as const
  const { key } = await store.write((tx) => issueKey(tx, rest, wanted, { actor: 'cli' }))
  print(`  admin key      ${key}  (shown this once)`)
}

async function closeInTime(app: App): Promise<void> {
  const giveUp = setTimeout(() => {
    tell(`colloquy: what was under way did not finish in ${SHUTDOWN_GRACE_MS / 1000} s; stopping anyway.`)
    app.server.closeAllConnections()
  }, SHUTDOWN_GRACE_MS)
  await app.close()
  clearTimeout(giveUp)
}
