import { describe, expect, test as base } from 'vitest'
import { z } from 'zod'
import { readConfig } from '../src/config.ts'
import { openSqliteStore } from '../src/db/store.sqlite.ts'
import { sessions } from '../src/db/access-tables.ts'
import { audit } from '../src/db/log-tables.ts'
import { world } from '../src/deps.ts'
import { signIn } from '../src/users/sign-in.ts'
import { Place } from './running.ts'

const SLOW = { timeout: 120_000 }

const test = base.extend('place', ({}, { onCleanup }) => {
  const place = new Place()
  onCleanup(() => place.leave())
  return place
})

const Json = z.looseObject({ id: z.string(), password: z.string().optional() })

/** Looks at the database of a place from within. */
async function inside<T>(place: Place, work: (deps: Parameters<typeof signIn>[0]) => Promise<T>): Promise<T> {
  const store = openSqliteStore(place.database)
  try {
    return await work({ ...world, config: readConfig({}), store })
  } finally {
    await store.close()
  }
}

const trySignIn = (place: Place, password: string) =>
  inside(place, (deps) =>
    signIn(deps, { email: 'ada@example.org', password, ip: '127.0.0.1', requestId: 'r' }).then(
      ({ user }) => user.role,
      (error: unknown) => (error instanceof Error ? error.name : 'unknown'),
    ),
  )

const CREATE = ['users', 'create', '--email', 'Ada@example.org', '--name', 'Ada Byron', '--role', 'editor']

describe.concurrent('the command line', SLOW, () => {
  test('makes users, whose password comes from standard input or is made up and shown once', async ({
    place,
  }) => {
    const made = await place.run([...CREATE, '--json'])
    expect(made).toMatchObject({ code: 0, stderr: '' })
    const { id, password = '' } = Json.parse(JSON.parse(made.stdout))
    expect(await trySignIn(place, password)).toBe('editor')

    const again = await place.run(CREATE)
    expect(again).toMatchObject({ code: 1, stdout: '' })
    expect(again.stderr).toContain('There is a user ada@example.org already.')

    const listed = await place.run(['users', 'list'])
    expect(listed.stdout).toMatch(new RegExp(`^${id} +editor +ada@example.org +Ada Byron$`, 'm'))
    expect(listed.stdout).not.toContain(password)

    const short = await place.run(['users', 'password', 'ada@example.org', '--password-stdin'], {
      input: 'short\n',
    })
    expect(short).toMatchObject({ code: 1, stdout: '' })
    expect(short.stderr).toContain('must have 12 characters or more')

    const input = 'nine rivers and a bridge\n'
    const changed = await place.run(['users', 'password', 'ada@example.org', '--password-stdin'], { input })
    expect(changed).toMatchObject({ code: 0, stdout: 'ada@example.org has another password.\n' })
    expect(await inside(place, (deps) => deps.store.read.select().from(sessions))).toEqual([])
    expect(await trySignIn(place, password)).toBe('Problem')
    expect(await trySignIn(place, input.trim())).toBe('editor')
  })

  test('ends a user at once, and lets them in again', async ({ place }) => {
    const { password = '' } = Json.parse(JSON.parse((await place.run([...CREATE, '--json'])).stdout))
    await trySignIn(place, password)
    const disabled = await place.run(['users', 'disable', 'ada@example.org'])
    expect(disabled).toMatchObject({ code: 0, stdout: 'ada@example.org is disabled.\n' })
    expect(await inside(place, (deps) => deps.store.read.select().from(sessions))).toEqual([])
    expect(await trySignIn(place, password)).toBe('Problem')
    expect((await place.run(['users', 'list'])).stdout).toContain('  disabled 20')
    await place.run(['users', 'enable', 'ADA@example.org'])
    expect(await trySignIn(place, password)).toBe('editor')
    expect(await place.run(['users', 'disable', 'usr_never'])).toMatchObject({
      code: 1,
      stderr: 'colloquy: There is no user usr_never. `colloquy users list` shows them.\n',
    })
    const deeds = await inside(place, (deps) => deps.store.read.select().from(audit))
    expect(deeds.filter(({ actor }) => actor === 'cli').map(({ action }) => action)).toEqual([
      'user.create',
      'user.disable',
      'user.enable',
    ])
  })

  test('makes keys that expire, and shows when they do', async ({ place }) => {
    const create = ['keys', 'create', '--role', 'reader', '--name', 'Website', '--json']
    const inDays = await place.run([...create, '--expires', '90d'])
    const { expiresAt } = z.object({ expiresAt: z.iso.datetime() }).parse(JSON.parse(inDays.stdout))
    expect(Date.parse(expiresAt) / 86_400_000).toBeCloseTo(Date.now() / 86_400_000 + 90, 1)
    const onDay = await place.run([...create, '--expires', '2127-01-01'])
    expect(onDay.stdout).toContain('"expiresAt": "2127-01-01T00:00:00.000Z"')
    const listed = await place.run(['keys', 'list'])
    expect(listed.stdout).toContain('Website  last used never  expires 2127-01-01T00:00:00.000Z')
    expect(await place.run([...create, '--expires', '2020-01-01'])).toMatchObject({ code: 1, stdout: '' })
    for (const wrong of ['soon', '0d', '90', '99999999d'])
      expect(await place.run([...create, '--expires', wrong])).toMatchObject({ code: 2, stdout: '' })
  })
})
