import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { publint } from 'publint'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { createClient } from '../../src/client/index.ts'
import { BRING_MS_MAX, pagesLeft } from '../pages-left.ts'
import { freePort, Place } from '../running.ts'
import { startBuilt } from './built-service.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'colloquy-package-'))
/** What `npx colloquy` runs. */
const command = join(folder, 'node_modules/.bin/colloquy')
let tarball = ''

const run = (command: string, args: string[], options: { cwd?: string; env?: NodeJS.ProcessEnv } = {}) =>
  execFileSync(command, args, {
    ...{ cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] },
    ...options,
  })

beforeAll(() => {
  // It was built before the tests; whoever packs it without them has it built.
  const packed = run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], {
    cwd: root,
  })
  const [{ filename } = { filename: '' }] = z
    .array(z.object({ filename: z.string() }))
    .parse(JSON.parse(packed))
  tarball = join(folder, filename)
  run('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error', tarball])
})
afterAll(() => rmSync(folder, { recursive: true }))

/** The service as it is installed; it ends with the test. The key is an admin's. */
async function startInstalled() {
  const place = new Place([command])
  onTestFinished(() => place.leave())
  const port = await freePort()
  const started = place.start(['serve'], { PORT: String(port) })
  const [, key = ''] = await started.says(/admin key {6}(\S+)/)
  return { url: `http://127.0.0.1:${port}`, key, place, started }
}

describe('the package', () => {
  test('serves where nothing else is, and is read through its own client', async () => {
    const { url, key, started } = await startInstalled()
    const script = `import { createClient } from 'colloquy/client'
      const client = createClient({ url: '${url}', key: '${key}' })
      const { qa } = await client.articles.get('the-widening-us-pakistan-rift')
      const { data } = await client.keys.list()
      console.log(JSON.stringify({ pairs: qa.length, keys: data.length }))`
    expect(JSON.parse(run(process.execPath, ['--input-type=module', '--eval', script]))).toEqual({
      pairs: 8,
      keys: 1,
    })
    started.process.kill('SIGTERM')
    expect(await started.ended).toMatchObject({ code: 0, stderr: '' })
  })

  test('brings the log of writes into the database file on another thread', async () => {
    const { url, key, place } = await startInstalled()
    const client = createClient({ url, key })
    for (const title of ['One', 'Two', 'Three', 'Four'])
      await client.articles.create({ title, intro: 'So. '.repeat(600_000) })
    await expect.poll(() => pagesLeft(place.database), { timeout: BRING_MS_MAX }).toBeLessThan(2_000)
  })

  test('has what its commands read, and the licences of what is built into it', async () => {
    const place = new Place([command])
    onTestFinished(() => place.leave())
    expect(run('npx', ['colloquy', '--version'])).toMatch(/^\d+\.\d+\.\d+\n$/)
    expect(await place.run(['migrate'])).toMatchObject({ code: 0 })
    const licences = readFileSync(join(folder, 'node_modules/colloquy/dist/THIRD_PARTY_LICENSES.txt'), 'utf8')
    for (const name of ['fastify', 'drizzle-orm', 'markdown-it'])
      expect(licences).toMatch(new RegExp(`^${name} \\d\\S+ \\(`, 'm'))
  })

  test('does what the README shows in TypeScript', async () => {
    const { url, key, client } = await startBuilt()
    writeFileSync(join(folder, 'readme.mts'), README_PROGRAM.replaceAll('http://127.0.0.1:3000', url))
    const env = { ...process.env, COLLOQUY_KEY: key }
    const lines = run(process.execPath, ['readme.mts'], { env }).trimEnd().split('\n')
    expect(lines[0]).toMatch(/^The Widening U\.S\.-Pakistan Rift http/)
    expect(lines.filter((line) => line.startsWith('The Widening U.S.-Pakistan Rift '))).toHaveLength(6)
    expect(lines.at(-1)).toBe('Nobody on a published article has this id or slug.')
    expect((await client.articles.get('talking-of-rivers')).dek).toBe('On borders.')
  })

  test('is as registries want it', async () => {
    const { messages } = await publint({ pkgDir: join(folder, 'node_modules/colloquy'), pack: false })
    expect(messages).toEqual([])
  })

  test('has right types, however they are looked for', async () => {
    const data = new Uint8Array(readFileSync(tarball))
    const analysis = await checkPackage(createPackageFromTarballData(data))
    const problems = analysis.types ? analysis.problems : ['no types']
    // CommonJS gets it by `import()`; Node 22.12 and later by `require`, too.
    const isOfChoice = (problem: object) => 'kind' in problem && problem.kind === 'CJSResolvesToESM'
    expect(problems.filter((problem) => typeof problem === 'string' || !isOfChoice(problem))).toEqual([])
  })

  test.each([
    { moduleResolution: 'node10', module: 'es2022', ignoreDeprecations: '6.0' },
    { moduleResolution: 'node16', module: 'node16' },
    { moduleResolution: 'nodenext', module: 'nodenext' },
    { moduleResolution: 'bundler', module: 'es2022' },
  ])('is understood by a program that looks for modules by $moduleResolution', (resolution) => {
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module' }))
    writeFileSync(join(folder, 'program.ts'), PROGRAM)
    writeFileSync(join(folder, 'readme.ts'), README_PROGRAM + README_DECLARATIONS)
    const strict = { strict: true, noEmit: true, skipLibCheck: false, types: [], target: 'es2024' }
    const options = { ...strict, ...resolution }
    const tsconfig = { compilerOptions: options, files: ['program.ts', 'readme.ts'] }
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(tsconfig))
    expect(run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', folder])).toBe('')
  })
})

const PROGRAM = `import { createClient, createReader, ProblemError, type Article } from 'colloquy/client'
import colloquy from 'colloquy/eleventy'
const client = createClient({ url: 'http://127.0.0.1:3000' })
const { title } = await client.articles.get('a', { fields: ['title'] })
const name: string = title
const article: Article = await createReader({ url: name }).articles.get('a')
// @ts-expect-error there is no such member
article.titel
export const failed = (error: unknown) => error instanceof ProblemError && error.code === 'not_found'
export const plugin: unknown = colloquy
`

/** What stands in the README in TypeScript before the loaders, as one program. */
const README_PROGRAM = readFileSync(join(root, 'README.md'), 'utf8')
  .split(/^## /m)
  .filter((part) => /^(In TypeScript|Editing and publishing|Changes and webhooks)\n/.test(part))
  .map((part) => /```ts\n([\s\S]+?)```/.exec(part)?.[1] ?? '')
  .join('\n')
/** Of Node, whose types nobody needs for the client. */
const README_DECLARATIONS = 'declare const process: { env: Record<string, string | undefined> }\n'
