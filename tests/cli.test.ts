import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { type IncomingMessage, request as httpRequest } from 'node:http'
import { connect } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import Sqlite from 'better-sqlite3'
import type { Command } from 'commander'
import { afterEach, describe, expect, test as base, vi } from 'vitest'
import { z } from 'zod'
import { newProgram, runProgram } from '../src/cli/program.ts'
import { createClient } from '../src/client/index.ts'
import { readConfig } from '../src/config.ts'
import { openSqliteStore } from '../src/db/store.sqlite.ts'
import { world } from '../src/deps.ts'
import { seed } from '../src/imports/seed.ts'
import { type Ended, freePort, holdPort, Place, type Settings, type Started } from './running.ts'
import { SEED_SLUG } from './harness.ts'

// A start takes seconds of processor time on a small machine, and some tests make four.
const wholeProgram = await newProgram()
const SLOW = { timeout: 120_000 }

const test = base.extend('place', ({}, { onCleanup }) => {
  const place = new Place()
  onCleanup(() => place.leave())
  return place
})

const baker = `The Baker Who Sells Nothing on Mondays

March 3, 2019

Ilse Brandt has run the bakery on Canal Street for twenty years. She closes it once a week, and nobody knows why.

Q: Why is the shop closed on Mondays?

A: Because the oven needs a day to cool. If I never let it, the bricks crack, and then I am closed for a month.

Q: What do you do with the day?

A: I visit other bakers. They are open, and they are glad to talk to somebody who does not want bread.
`
const ferryman = `Forty Crossings a Day

May 21, 2020

Tomas Reyes steers the small ferry between the two halves of the town.

Q: Do you ever get bored of the same water?

A: It is never the same water. In spring it brings branches, in autumn it brings hats.

Q: Who rides with you early in the morning?

A: Nurses, always. They sleep on the way, and I steer a little slower for them.
`
const binary = Uint8Array.from({ length: 4096 }, (_, index) => (index * 167 + (index >> 3)) % 256)

describe('help and usage', () => {
  // In this process, without a database: help and usage need none.
  const runHere = async (line: string[]) => {
    const stdout = vi.spyOn(process.stdout, 'write').mockReturnValue(true)
    const stderr = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    const code = await runProgram(['node', 'colloquy', ...line])
    const said = (spy: typeof stdout) => spy.mock.calls.join(' ').replace(/\s+/g, ' ')
    return { code, stdout: said(stdout), stderr: said(stderr) }
  }
  afterEach(() => {
    vi.restoreAllMocks()
  })

  test.for(commandsOf(wholeProgram))(
    '"$name" explains itself, its arguments and its options',
    async ({ name, line, command }) => {
      const { code, stdout: words, stderr } = await runHere([...line, '--help'])
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
      expect(words).toContain(`Usage: ${name}`)
      expect(words).toContain(command.description())
      const parts = [
        ...command.options.map(({ flags, description }) => [flags, description]),
        ...command.registeredArguments.map((argument) => [argument.name(), argument.description]),
        ...command.commands.map((below) => [below.name(), below.description()]),
      ]
      for (const text of [command.description(), ...parts.flat()]) expect(text).not.toBe('')
      for (const [part = '', description = ''] of parts) {
        expect(words).toContain(part)
        expect(words).toContain(description)
      }
    },
  )

  test.for([
    { line: 'sereve', complaint: /unknown command 'sereve'.*did you mean serve/i },
    { line: 'doctor --jsno', complaint: /unknown option '--jsno'.*did you mean --json/i },
    { line: 'keys remove', complaint: /unknown command 'remove'/ },
    { line: 'keys create --name N', complaint: /--role <role>' not specified/ },
    { line: 'keys create --role king --name N', complaint: /'king' is invalid.*reader, editor, admin/ },
    { line: 'keys create --role editor --name=', complaint: /--name <name>' argument '' is invalid/ },
    { line: 'import', complaint: /missing required argument 'source'/ },
    { line: 'migrate twice', complaint: /too many arguments/ },
  ])('"$line" is wrong usage: exit code 2, and what is wrong with it', async ({ line, complaint }) => {
    const { code, stdout, stderr } = await runHere(line.split(' '))
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(complaint)
    expect(stderr).toContain('--help explains')
  })
})

describe.concurrent('the command line', SLOW, () => {
  test('without a database it can still explain itself', async ({ place }) => {
    const { code, stdout, stderr } = await place.run(['--help'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    for (const command of wholeProgram.commands) expect(stdout).toContain(command.name())
    expect(existsSync(place.database)).toBe(false)
  })

  test('a key works from its making to its revocation', async ({ place }) => {
    const { url } = await serve(place, { SEED: 'off' })
    const made = await place.run(['keys', 'create', '--role', 'editor', '--name', 'Night desk', '--json'])
    expect(made.code).toBe(0)
    const shape = z.strictObject({
      id: z.string().startsWith('key_'),
      key: z.string(),
      role: z.literal('editor'),
      name: z.literal('Night desk'),
    })
    const { id, key } = shape.parse(JSON.parse(made.stdout))
    const client = createClient({ url, key })
    expect(await client.imports.create(baker, { dryRun: true })).toMatchObject({ status: 'preview' })

    const listed = await place.run(['keys', 'list'])
    expect(listed.stdout).toContain(id)
    expect(listed.stdout).not.toContain(key)
    const revoked = await place.run(['keys', 'revoke', id])
    expect(revoked).toMatchObject({ code: 0, stdout: `${id} is revoked.\n` })
    await expect(client.imports.create(baker, { dryRun: true })).rejects.toMatchObject({
      status: 401,
      code: 'unauthenticated',
    })
  })

  test('migrate makes the database, and does nothing the second time', async ({ place }) => {
    const first = await place.run(['migrate'])
    expect(first).toMatchObject({ code: 0, stderr: '' })
    const made = readFileSync(place.database)
    expect(await place.run(['migrate'])).toEqual(first)
    expect(readFileSync(place.database)).toEqual(made)
  })

  test('seed fills the database once, and doctor finds what is broken by hand', async ({ place }) => {
    const first = await place.run(['seed'])
    expect(first.code).toBe(0)
    expect(first.stdout).toMatch(new RegExp(`^created +${SEED_SLUG} `, 'm'))
    const again = await place.run(['seed'])
    expect(again.stdout).toMatch(new RegExp(`^unchanged +${SEED_SLUG} `, 'm'))
    expect(rows(place, 'select slug from articles where published_revision is not null')).toEqual([
      { slug: SEED_SLUG },
    ])

    const sound = await place.run(['doctor'])
    expect(sound).toMatchObject({ code: 0, stderr: '' })
    expect(sound.stdout).not.toContain('WRONG')

    const [pair] = z
      .array(z.object({ id: z.string() }))
      .parse(rows(place, 'delete from search_texts where id = (select id from qa_pairs) returning id'))
    const broken = await place.run(['doctor', '--json'])
    expect(broken.code).toBe(1)
    const findings = z
      .array(z.object({ check: z.string(), fault: z.string().nullable() }))
      .parse(JSON.parse(broken.stdout))
    const faults = findings.filter(({ fault }) => fault !== null)
    const told = faults.map(({ fault }) => fault).join()
    expect([told.includes(pair?.id ?? '?'), told.includes(SEED_SLUG)]).toEqual([true, true])
    expect(broken.stderr).toMatch(new RegExp(`^colloquy: .*${faults.length} of \\d+ checks`))
  })
})

describe.concurrent('import', SLOW, () => {
  test('a dry run shows everything and keeps nothing', async ({ place }) => {
    const { code, stdout } = await place.run([
      'import',
      place.write('baker.txt', baker),
      '--dry-run',
      '--json',
    ])
    expect(code).toBe(0)
    const { status, articleId, article, receipt } = ImportReport.parse(JSON.parse(stdout))
    expect({ status, articleId }).toEqual({ status: 'preview', articleId: null })
    expect(article.title).toBe('The Baker Who Sells Nothing on Mondays')
    expect(article.qa.map(({ question }) => question)).toEqual([
      'Why is the shop closed on Mondays?',
      'What do you do with the day?',
    ])
    expect(receipt.coverage.lost).toBe(0)
    for (const table of ['articles', 'revisions', 'imports', 'qa_pairs', 'people', 'search_texts'])
      expect(
        rows(place, `select * from ${table} ${table === 'search_texts' ? "where kind = 'qa'" : ''}`),
      ).toEqual([])
  })

  test('the same text again, from standard input this time, changes nothing', async ({ place }) => {
    const first = await place.run(['import', place.write('baker.txt', baker), '--publish'])
    expect(first).toMatchObject({ code: 0, stderr: '' })
    expect(first.stdout).toMatch(
      /^created +the-baker-who-sells-nothing-on-mondays \(interview, 2 pairs, published\)$/m,
    )
    const again = await place.run(['import', '-', '--json'], { input: baker })
    expect(again).toMatchObject({ code: 0, stderr: '' })
    const { status, slug, published } = ImportReport.parse(JSON.parse(again.stdout))
    expect({ status, slug, published }).toEqual({
      status: 'unchanged',
      slug: 'the-baker-who-sells-nothing-on-mondays',
      published: true,
    })
    expect(rows(place, 'select * from articles')).toHaveLength(1)
    expect(rows(place, 'select * from qa_pairs')).toHaveLength(2)
  })

  test('of a folder, one bad file is named and the others are imported', async ({ place }) => {
    mkdirSync(join(place.folder, 'texts/deeper'), { recursive: true })
    const good = [place.write('texts/baker.txt', baker), place.write('texts/deeper/ferryman.txt', ferryman)]
    const bad = place.write('texts/broken.txt', binary)
    place.write('texts/notes.xyz', 'of a kind that is not read')
    const out = join(place.folder, 'results')
    const ended = await place.run(['import', join(place.folder, 'texts'), '--json', '--out', out])
    expect(ended.code).toBe(1)

    const Line = z.union([
      ImportReport.extend({ file: z.string() }),
      z.object({ file: z.string(), problem: z.object({ code: z.string(), detail: z.string() }) }),
    ])
    const lines = ended.stdout
      .trimEnd()
      .split('\n')
      .map((line) => Line.parse(JSON.parse(line)))
    expect(lines.map(({ file }) => file).sort()).toEqual([...good, bad].sort())
    expect(lines.filter((line) => 'problem' in line).map(({ file }) => file)).toEqual([bad])
    expect(ended.stderr).toMatch(/1 of 3 texts could not be read/)
    expect(ended.stderr).not.toMatch(STACK)

    expect(rows(place, 'select slug from articles order by slug')).toEqual([
      { slug: 'forty-crossings-a-day' },
      { slug: 'the-baker-who-sells-nothing-on-mondays' },
    ])
    for (const name of ['baker', 'ferryman']) {
      const kept = ImportReport.parse(JSON.parse(readFileSync(join(out, `${name}.json`), 'utf8')))
      expect(kept.status).toBe('created')
    }
    expect(existsSync(join(out, 'broken.json'))).toBe(false)
  })

  test('of files with one name, each has a result of its own', async ({ place }) => {
    mkdirSync(join(place.folder, 'twins/deeper'), { recursive: true })
    place.write('twins/talk.txt', baker)
    place.write('twins/deeper/talk.txt', ferryman)
    const out = join(place.folder, 'twin-results')
    await place.run(['import', join(place.folder, 'twins'), '--dry-run', '--out', out])
    expect(readdirSync(out).sort()).toEqual(['deeper-talk.txt.json', 'talk.txt.json'])
  })

  test('a file that is not there is named in one sentence', async ({ place }) => {
    const path = join(place.folder, 'nowhere.txt')
    failsInOneSentence(await place.run(['import', path]), {
      code: 1,
      sentence: /nowhere\.txt cannot be used: there is no such file/,
    })
  })
})

describe.concurrent('serve', SLOW, () => {
  test('seeds and shows an admin key at the first start only', async ({ place }) => {
    const first = await serve(place)
    const [, key] = await first.says(/admin key +(\S+)/)
    expect((await fetch(`${first.url}/docs`)).status).toBe(200)
    const article = await createClient(first).articles.get(SEED_SLUG)
    await expect(createClient({ ...first, key }).imports.get('imp_none')).rejects.toMatchObject({
      status: 404,
    })
    first.process.kill('SIGINT')
    const firstEnd = await first.ended
    expect(firstEnd).toMatchObject({ code: 0, stderr: '' })
    expect(firstEnd.stdout).toMatch(/^seeded: /m)
    expect(firstEnd.stdout).toContain(`${first.url}/docs`)

    const second = await serve(place)
    expect(await createClient(second).articles.get(SEED_SLUG, { fields: ['title'] })).toMatchObject({
      id: article.id,
    })
    second.process.kill('SIGTERM')
    const secondEnd = await second.ended
    expect(secondEnd).toMatchObject({ code: 0, stderr: '' })
    expect(secondEnd.stdout).not.toMatch(/seeded|key/)
    expect(rows(place, 'select * from articles')).toHaveLength(1)
  })

  test.for(['SIGTERM', 'SIGINT'] as const)(
    '%s answers what is under way, and closes the database',
    async (signal, { place }) => {
      const { url, says, process, ended } = await serve(place, { SEED: 'off' })
      const [, key = ''] = await says(/admin key +(\S+)/)
      const upload = httpRequest(`${url}/v1/imports?publish=true`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${key}`,
          'content-type': 'text/plain; charset=utf-8',
          'content-length': Buffer.byteLength(baker),
          expect: '100-continue',
        },
      })
      const answered = new Promise<IncomingMessage>((resolve, reject) => {
        upload.on('response', resolve).on('error', reject)
      })
      upload.flushHeaders()
      await once(upload, 'continue')
      upload.write(baker.slice(0, 100))
      process.kill(signal)
      await untilRefused(url)
      upload.end(baker.slice(100))
      const reply = await answered
      expect(JSON.parse(await text(reply))).toMatchObject({ status: 'created', published: true })
      expect(reply.statusCode).toBe(201)

      expect(await ended).toMatchObject({ code: 0, stderr: '' })
      expect(existsSync(`${place.database}-wal`)).toBe(false)
      expect(rows(place, 'select slug from articles')).toEqual([
        { slug: 'the-baker-who-sells-nothing-on-mondays' },
      ])
    },
  )
})

describe.concurrent('a start that cannot succeed', SLOW, () => {
  test('a port in use stops the start with one sentence', async ({ place, onTestFinished }) => {
    const { port, server } = await holdPort()
    onTestFinished(() => void server.close())
    const ended = await place.run(['serve'], { settings: { PORT: String(port), SEED: 'off' } })
    failsInOneSentence(ended, { code: 1, sentence: new RegExp(`Port ${port} on 127.0.0.1 is in use`) })
  })

  test('every setting that is wrong is named at once', async ({ place }) => {
    const settings = { PORT: 'abc', DATABASE_URL: 'postgres://localhost/colloquy', SEED: 'auto' }
    const { code, stdout, stderr } = await place.run(['serve'], { settings })
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(/^colloquy: These settings cannot be used:\n( {2}\w+: .+\n){2}$/)
    expect(stderr).toMatch(/^ {2}PORT: /m)
    expect(stderr).toMatch(/^ {2}DATABASE_URL: /m)
  })

  test('a file that is no database is left as it is', async ({ place }) => {
    place.write('place.db', binary)
    failsInOneSentence(await place.run(['serve']), {
      code: 1,
      sentence: /place\.db .*it is not an SQLite database/,
    })
    expect(readFileSync(place.database)).toEqual(Buffer.from(binary))
  })

  test('a database that was cut off is called damaged', async ({ place }) => {
    const store = openSqliteStore(place.database)
    await seed({ ...world, store, config: readConfig({}) })
    await store.close()
    const whole = readFileSync(place.database)
    place.write('place.db', whole.subarray(0, whole.length / 2))
    failsInOneSentence(await place.run(['serve']), { code: 1, sentence: /place\.db .*it is damaged/ })
  })

  test('a database of a newer version is not touched', async ({ place }) => {
    await openSqliteStore(place.database).close()
    rows(
      place,
      "insert into __drizzle_migrations (hash, created_at) values ('of tomorrow', 9999999999999) returning id",
    )
    failsInOneSentence(await place.run(['serve']), {
      code: 1,
      sentence: /place\.db was written by .*newer version/,
    })
    expect(rows(place, 'select * from articles')).toEqual([])
  })

  test('a folder that cannot be made is named', async ({ place }) => {
    const file = place.write('file', 'no folder')
    const ended = await place.run(['serve'], { settings: { DATABASE_URL: `file:${file}/below/place.db` } })
    failsInOneSentence(ended, { code: 1, sentence: /below\/place\.db cannot be used: .*Check/ })
  })
})

const STACK = /\n\s+at |node:internal/

const ImportReport = z.object({
  status: z.string(),
  articleId: z.string().nullable(),
  slug: z.string().nullable(),
  published: z.boolean(),
  article: z.object({ title: z.string(), qa: z.array(z.object({ question: z.string() })) }),
  receipt: z.object({ coverage: z.object({ lost: z.number() }) }),
})

/** The program itself, and every command there is at any depth. */
function commandsOf(
  command: Command,
  line: string[] = [],
): { name: string; line: string[]; command: Command }[] {
  const below = command.commands.flatMap((each) => commandsOf(each, [...line, each.name()]))
  return [{ name: ['colloquy', ...line].join(' '), line, command }, ...below]
}

/** Starts the service on a free port; resolves when it says that it serves. */
async function serve(place: Place, settings: Settings = {}): Promise<Started & { url: string }> {
  const port = await freePort()
  const started = place.start(['serve'], { PORT: String(port), ...settings })
  const [, url = ''] = await started.says(/^Colloquy serves (http:\S+)$/)
  return { ...started, url }
}

/** Resolves when nobody listens any more. */
async function untilRefused(url: string): Promise<void> {
  const { hostname, port } = new URL(url)
  for (;;) {
    const socket = connect(Number(port), hostname)
    const refused = await once(socket, 'connect').then(
      () => false,
      () => true,
    )
    socket.destroy()
    if (refused) return
  }
}

function failsInOneSentence(ended: Ended, { code, sentence }: { code: number; sentence: RegExp }): void {
  expect(ended.stderr).toMatch(sentence)
  expect(ended.stderr).toMatch(/^colloquy: [^\n]+\n$/)
  expect(ended.stderr).not.toMatch(/\bE[A-Z]{4,}\b|SQLITE_/)
  expect({ code: ended.code, stdout: ended.stdout }).toEqual({ code, stdout: '' })
}

/** What a statement gives, run beside Colloquy's own connections. */
function rows(place: Place, statement: string): unknown[] {
  const connection = new Sqlite(place.database, { fileMustExist: true })
  try {
    return connection.prepare(statement).all()
  } finally {
    connection.close()
  }
}
