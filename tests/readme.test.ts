import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { newProgram } from '../src/cli/program.ts'
import { Environment } from '../src/config.ts'
import { DIAGNOSTICS } from '../src/imports/contract.ts'
import { MEDIA_TYPES } from '../src/imports/media-type.ts'
import { createKey } from '../src/keys/queries.ts'
import { problems } from '../src/problem.ts'
import { startSeeded } from './harness.ts'

const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8')
const readme = read('README.md')
const { scripts } = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(read('package.json')))

function section(heading: string): string {
  const part = readme.split(/^## /m).find((each) => each.startsWith(`${heading}\n`)) ?? ''
  // Tables are padded for those who read the source.
  return part.replace(/^\|.*$/gm, (row) => row.replace(/ +/g, ' '))
}

/** The first column of a section's table, without the heading. */
function firstColumn(heading: string): string[] {
  return [...section(heading).matchAll(/^\| `([^`]+)`/gm)].map(([, name = '']) => name)
}

describe('the README', () => {
  test('lists every setting with its default, and no other', () => {
    expect(firstColumn('Settings')).toEqual(Object.keys(Environment.shape))
    for (const [name, value] of Object.entries(Environment.parse({})))
      expect(section('Settings')).toContain(`| \`${name}\` | \`${value.toString()}\` |`)
  })

  test('lists every command, and no other', async () => {
    expect(firstColumn('Commands')).toEqual((await newProgram()).commands.map((command) => command.name()))
  })

  test('explains every problem, and no other', () => {
    const rows = Object.entries(problems).map(
      ([code, { status, meaning }]) => `| \`${code}\` | ${status} | ${meaning} |`,
    )
    expect(section('Problems').match(/^\| `.*$/gm)).toEqual(rows)
  })

  test('explains every diagnostic, and no other', () => {
    const rows = Object.entries(DIAGNOSTICS).map(([code, meaning]) => `| \`${code}\` | ${meaning} |`)
    expect(section('What an import notices').match(/^\| `.*$/gm)).toEqual(rows)
  })

  test('lists every kind of text that is read, with its endings', () => {
    expect(firstColumn('What goes in')).toEqual(Object.keys(MEDIA_TYPES))
    for (const [type, endings] of Object.entries(MEDIA_TYPES))
      expect(section('What goes in')).toContain(
        `| \`${type}\` | ${endings.map((each) => `\`${each}\``).join(', ')} |`,
      )
  })

  test('names only scripts that there are', () => {
    const named = new Set([...readme.matchAll(/npm run (?:-s )?([\w:]+)/g)].map(([, name = '']) => name))
    expect(Object.keys(scripts)).toEqual(expect.arrayContaining([...named]))
  })

  test('shows what the service really answers', async () => {
    const { app, deps } = await startSeeded({ SITE_URL: 'http://127.0.0.1:3000' })
    const { key } = await deps.store.write((tx) => createKey(tx, deps, { role: 'editor', name: 'readme' }))
    const shown = [...section('Four requests').matchAll(/```sh\n([\s\S]+?)```\n\n```json\n([\s\S]+?)```/g)]
    expect(shown).toHaveLength(4)
    for (const [, command = '', reply = ''] of shown) {
      const url = /'http:\/\/127\.0\.0\.1:3000([^']+)'/.exec(command)?.[1] ?? ''
      const text = /printf '([^']+)'/.exec(command)?.[1]?.replaceAll('\\n', '\n')
      const headers = { authorization: `Bearer ${key}`, 'content-type': 'text/plain' }
      const answer = await app.inject(
        text === undefined ? { url } : { method: 'POST', url, headers, payload: text },
      )
      expect(masked(answer.body)).toEqual(masked(reply))
    }
  })
})

/** Ids and cursors are new in every database. */
function masked(json: string): unknown {
  return JSON.parse(json, (name, value: unknown) => {
    if (name === 'nextCursor' && value !== null) return '…'
    return typeof value === 'string' ? value.replace(/^([a-z]+_)[0-9a-z]{26}$/, '$1…') : value
  })
}
