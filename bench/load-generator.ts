import { execFile, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import autocannon from 'autocannon'
import { z } from 'zod'
import { quantileOf, sorted } from './figures.ts'
import { endWithUs } from './serve.ts'

/** What is asked for again and again: the paths in their order, and then from the first. */
export interface Load {
  url: string
  paths: string[]
  headers: Record<string, string>
  connections: number
  seconds: number
}

export interface LoadFigures {
  requests: number
  requestsPerS: number
  p50_ms: number
  p99_ms: number
  /** Of all replies, those with a status of 400 or more, and those that did not come. */
  errors: number
}

export interface LoadGenerator {
  name: string
  run: (load: Load) => Promise<LoadFigures>
}

/** A page of a large archive may take long without an index. */
const TIMEOUT_S = 60

/** wrk where it is installed, as it needs little of the machine; else autocannon. */
export function findLoadGenerator(): LoadGenerator {
  // There is no output where there is no wrk.
  const version = /^wrk (?:debian\/)?(\S+)/.exec(String(spawnSync('wrk', ['-v']).stdout))
  if (!version) return { name: 'autocannon', run: runAutocannon }
  const folder = mkdtempSync(join(tmpdir(), 'colloquy-wrk-'))
  process.on('exit', () => {
    rmSync(folder, { recursive: true, force: true })
  })
  return { name: `wrk ${version[1] ?? ''}, one thread`, run: (load) => runWrk(load, join(folder, 'paths')) }
}

const WrkFigures = z.object({
  requests: z.int(),
  duration_us: z.int(),
  p50_us: z.number(),
  p99_us: z.number(),
  notOk: z.int(),
  broken: z.int(),
})

async function runWrk(
  { url, paths, headers, connections, seconds }: Load,
  pathsFile: string,
): Promise<LoadFigures> {
  writeFileSync(pathsFile, paths.join('\n'))
  const script = fileURLToPath(new URL('./wrk.lua', import.meta.url))
  const named = Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`])
  const setting = ['-t', '1', '-c', String(connections), '-d', `${seconds}s`, '--timeout', `${TIMEOUT_S}s`]
  const running = promisify(execFile)('wrk', [...setting, ...named, '-s', script, url, '--', pathsFile])
  endWithUs(running.child)
  const { stdout } = await running
  const json: unknown = JSON.parse(stdout.split('\n').find((line) => line.startsWith('{')) ?? '')
  const figures = WrkFigures.parse(json)
  return {
    requests: figures.requests,
    requestsPerS: (figures.requests * 1e6) / figures.duration_us,
    p50_ms: figures.p50_us / 1000,
    p99_ms: figures.p99_us / 1000,
    errors: figures.notOk + figures.broken,
  }
}

async function runAutocannon({ url, paths, headers, connections, seconds }: Load): Promise<LoadFigures> {
  const waits_ms: number[] = []
  let refused = 0
  const { promise, resolve, reject } = Promise.withResolvers<autocannon.Result>()
  const requests = paths.map((path): autocannon.Request => ({ path, headers }))
  const options = { url, requests, connections, duration: seconds, timeout: TIMEOUT_S }
  const load = autocannon(options, (error: unknown, result) => {
    if (error instanceof Error) reject(error)
    else resolve(result)
  })
  // Its own histogram knows whole milliseconds only.
  load.on('response', (_client, statusCode, _bytes, wait_ms) => {
    waits_ms.push(wait_ms)
    if (statusCode >= 400) refused += 1
  })
  const { errors, timeouts, duration } = await promise
  const inOrder = sorted(waits_ms)
  return {
    requests: inOrder.length,
    requestsPerS: inOrder.length / duration,
    p50_ms: quantileOf(inOrder, 0.5),
    p99_ms: quantileOf(inOrder, 0.99),
    errors: refused + errors + timeouts,
  }
}
