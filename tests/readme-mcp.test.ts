import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { startSeeded } from './harness.ts'
import { listen } from './listen.ts'
import { call, connect, newClient } from './mcp-client.ts'

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
const section = readme.split(/^#{2,3} /m).find((part) => part.startsWith('Agents\n')) ?? ''
const shown = [...section.matchAll(/```json\n([\s\S]+?)```/g)].map(([, json = '']) =>
  z.unknown().parse(JSON.parse(json)),
)
const config = <T extends z.ZodType>(server: T) =>
  z.strictObject({ mcpServers: z.strictObject({ interviews: server }) })
const ByAddress = config(
  z.strictObject({ type: z.literal('http'), url: z.url(), headers: z.record(z.string(), z.string()) }),
)
const ByCommand = config(
  z.strictObject({
    command: z.literal('npx'),
    args: z.array(z.string()),
    env: z.record(z.string(), z.string()),
  }),
)
const QUOTE = {
  text: 'the Haqqanis are a powerful, sophisticated, and well-resourced terrorist organization',
}

test('the README lists every tool, and no other', async () => {
  const { tools } = await (await connect(await startSeeded())).listTools()
  const listed = [...section.matchAll(/^\| `([^`]+)`/gm)].map(([, name]) => name)
  expect(listed).toEqual(tools.map(({ name }) => name))
})

test('the README shows how a client is told of the address', async () => {
  const service = await startSeeded({ READ_ACCESS: 'key' })
  const { interviews } = ByAddress.parse(shown[0]).mcpServers
  const { key } = await (await service.clientWith('admin')).keys.create({ role: 'reader', name: 'agent' })
  const url = new URL(interviews.url.replace('http://127.0.0.1:3000', await listen(service)))
  const headers = Object.fromEntries(
    Object.entries(interviews.headers).map(([name, value]) => [name, value.replace('KEY', key)]),
  )
  const client = newClient('2026-07-28')
  await client.connect(new StreamableHTTPClientTransport(url, { requestInit: { headers } }))
  expect((await call(client, 'verify_quote', QUOTE)).text).toMatch(/^verbatim: /)
})

test('the README shows how a client is told of the command', async () => {
  const { deps } = await startSeeded()
  const { args, env } = ByCommand.parse(shown[1]).mcpServers.interviews
  const [program, ...line] = args
  expect(program).toBe('colloquy')
  const main = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url))
  const fastResolve = new URL('fast-resolve.ts', import.meta.url).href
  const client = newClient('2026-07-28')
  await client.connect(
    new StdioClientTransport({
      command: process.execPath,
      args: ['--import', fastResolve, main, ...line],
      env: { ...env, DATABASE_URL: `file:${deps.config.databasePath}` },
    }),
  )
  const { text } = await call(client, 'verify_quote', QUOTE)
  expect(text).toContain(`\n${env['SITE_URL']}/articles/the-widening-us-pakistan-rift#q8`)
})
