import { request } from 'undici'

export interface Reply {
  status: number
  headers: Record<string, string>
  body: Buffer<ArrayBuffer>
}

/** One request, over a connection that is kept. */
export async function ask(url: string, path: string, headers: Record<string, string> = {}): Promise<Reply> {
  const { statusCode, headers: received, body } = await request(url + path, { headers })
  const named = Object.entries(received).map(([name, value]) => [name, [value].flat().join(', ')] as const)
  return {
    status: statusCode,
    headers: Object.fromEntries(named),
    body: Buffer.from(await body.arrayBuffer()),
  }
}
