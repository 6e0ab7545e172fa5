import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { onTestFinished } from 'vitest'
import { z } from 'zod'
import type { Service } from './harness.ts'
import { listen } from './listen.ts'

const NEWEST = '2026-07-28'

export type Era = typeof NEWEST | '2025'

/** A client that knows one era of the protocol alone. It ends with the test. */
export function newClient(era: Era): Client {
  const mode = era === '2025' ? 'legacy' : { pin: era }
  const client = new Client({ name: 'tests', version: '1.0.0' }, { versionNegotiation: { mode } })
  onTestFinished(() => client.close())
  return client
}

/** A client that is connected to a service over HTTP. */
export async function connect(
  service: Service,
  { era = NEWEST, headers = {} }: { era?: Era; headers?: Record<string, string> } = {},
): Promise<Client> {
  const client = newClient(era)
  const url = new URL('/mcp', await listen(service))
  await client.connect(new StreamableHTTPClientTransport(url, { requestInit: { headers } }))
  return client
}

const Text = z.object({ type: z.literal('text'), text: z.string() })

/** What a tool gives; its structure was held against its schema by the client. */
export async function call(
  client: Client,
  name: string,
  args: Record<string, unknown> = {},
): Promise<{ result: unknown; text: string; isError: boolean }> {
  const reply = await client.callTool({ name, arguments: args })
  const text = reply.content.map((block) => Text.parse(block).text).join('\n')
  return { result: reply.structuredContent, text, isError: reply.isError ?? false }
}
