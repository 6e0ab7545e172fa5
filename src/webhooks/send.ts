import { Agent, request } from 'undici'
import type { LookupAddress } from 'node:dns'
import { version } from '../version.ts'
import { type AddressRules, checkAddress, RefusedAddress } from './check-address.ts'
import { RESPONSE_HEAD_BYTES_MAX } from './contract.ts'

export interface Message {
  url: string
  /** With its `content-type`, in lower case. */
  headers: Record<string, string>
  body: string
}

/** What came of one attempt. */
export interface Sent {
  httpStatus: number | null
  responseHead: string | null
  retryAfter: string | undefined
  /** null where the reply is a 2xx. */
  error: string | null
}

/**
 * Posts a message once, to an address that is checked now and connected to as it was checked. No redirect is followed,
 * and of the reply no more is read than is kept. Never throws: what went wrong is in `error`.
 */
export async function send(
  { url, headers, body }: Message,
  { timeoutMs, ...rules }: AddressRules & { timeoutMs: number },
): Promise<Sent> {
  const signal = AbortSignal.any([rules.signal, AbortSignal.timeout(timeoutMs)])
  let agent: Agent | undefined
  try {
    const addresses = await checkAddress(url, { ...rules, signal })
    // An agent of its own: no connection outlives the check that it came from.
    agent = new Agent({ connect: { lookup: pinnedTo(addresses), timeout: timeoutMs, allowH2: false } })
    const reply = await request(url, {
      method: 'POST',
      headers: { ...headers, 'user-agent': `Colloquy/${version}` },
      body,
      dispatcher: agent,
      signal,
    })
    const { statusCode: httpStatus } = reply
    const isSuccess = httpStatus >= 200 && httpStatus < 300
    return {
      httpStatus,
      responseHead: await readHead(reply.body),
      retryAfter: [reply.headers['retry-after']].flat()[0],
      error: isSuccess ? null : describeStatus(httpStatus),
    }
  } catch (error) {
    const reason = signal.aborted ? `No reply within ${timeoutMs / 1000} s.` : describe(error)
    return { httpStatus: null, responseHead: null, retryAfter: undefined, error: reason }
  } finally {
    // Ends the connection, whatever may still be on its way.
    await agent?.destroy()
  }
}

type NodeLookup = (
  hostname: string,
  options: { all?: boolean | undefined },
  callback: (error: null, address: string | LookupAddress[], family?: number) => void,
) => void

/** Whatever the name, these are the addresses. Not asked for where the address itself stands in the URL. */
function pinnedTo(addresses: LookupAddress[]): NodeLookup {
  return (_hostname, { all }, callback) => {
    const [first] = addresses
    if (all || !first) callback(null, addresses)
    else callback(null, first.address, first.family)
  }
}

/** A reply that breaks off or is too slow is as good as its status: its beginning is for people. */
async function readHead(body: AsyncIterable<unknown>): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  let left = RESPONSE_HEAD_BYTES_MAX
  try {
    for await (const chunk of body) {
      if (!(chunk instanceof Uint8Array)) break
      text += decoder.decode(chunk.subarray(0, left), { stream: true })
      left -= chunk.length
      if (left <= 0) break
    }
  } catch {
    // What was read until then is kept.
  }
  // Not every database keeps a NUL.
  return text.replaceAll('\0', '\ufffd')
}

function describeStatus(status: number): string {
  if (status >= 300 && status < 400)
    return `Answered ${status}. Redirects are not followed: give the address that it leads to.`
  return `Answered ${status}.`
}

function describe(error: unknown): string {
  if (error instanceof RefusedAddress) return error.message
  // Node gives the failures of several addresses one code, too.
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'string' ? `The connection failed: ${code}.` : 'The connection failed.'
}
