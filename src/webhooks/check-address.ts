import { lookup as resolve } from 'node:dns/promises'
import type { LookupAddress } from 'node:dns'
import ipaddr from 'ipaddr.js'

/** Every address that a name stands for; throws where it stands for none. */
export type Lookup = (hostname: string) => Promise<LookupAddress[]>

export const lookupAll: Lookup = (hostname) => resolve(hostname, { all: true })

export interface AddressRules {
  /** Private and loopback addresses and http, too: for development. */
  allowPrivate: boolean
  lookup: Lookup
  /** Ends a look-up that takes too long, as if there were no such name. */
  signal: AbortSignal
}

/** Nothing is sent there; the message says why, and nothing of what is inside. */
export class RefusedAddress extends Error {
  override name = 'RefusedAddress'
}

/** Public by their number, but answered by the cloud's own machines (Azure's). */
const METADATA_ADDRESSES = new Set(['168.63.129.16'])
/** What is given out of the world's IPv6 addresses: 2000::/3. */
const GLOBAL_IPV6 = ipaddr.parseCIDR('2000::/3')

/**
 * The addresses to connect to, and to no other: each is checked, so that a name that stands for something else a moment
 * later leads nowhere new. Throws `RefusedAddress` where the scheme or any one of them is not allowed.
 */
export async function checkAddress(
  url: string,
  { allowPrivate, lookup, signal }: AddressRules,
): Promise<LookupAddress[]> {
  const { protocol, username, password, hostname } = new URL(url)
  if (username || password) throw new RefusedAddress('An address with user and password is refused.')
  if (protocol !== 'https:' && !(allowPrivate && protocol === 'http:'))
    throw new RefusedAddress('Only https is sent to. For development set WEBHOOK_ALLOW_PRIVATE=true.')
  // The URL has brought every form of an IPv4 address (0x7f.1, 2130706433) into the usual one.
  const addresses = await resolved(hostname.replace(/^\[|\]$/g, ''), lookup, signal)
  if (!allowPrivate && !addresses.every(({ address }) => isPublic(address)))
    throw new RefusedAddress('It leads to an address that is not public, which nothing is sent to.')
  return addresses
}

async function resolved(hostname: string, lookup: Lookup, signal: AbortSignal): Promise<LookupAddress[]> {
  if (ipaddr.isValid(hostname))
    return [{ address: hostname, family: ipaddr.parse(hostname).kind() === 'ipv6' ? 6 : 4 }]
  let addresses: LookupAddress[]
  try {
    addresses = await inTime(lookup(hostname), signal)
  } catch {
    addresses = []
  }
  if (addresses.length === 0) throw new RefusedAddress(`The name ${hostname} stands for no address.`)
  return addresses
}

/** Whether an address is one machine's on the public internet. */
export function isPublic(address: string): boolean {
  if (!ipaddr.isValid(address)) return false
  // An IPv4 address inside an IPv6 one is looked at as what it is.
  const parsed = ipaddr.process(address)
  if (parsed.range() !== 'unicast' || METADATA_ADDRESSES.has(parsed.toString())) return false
  return parsed.kind() === 'ipv4' || parsed.match(GLOBAL_IPV6)
}

async function inTime<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>()
  const stop = () => reject(new Error('Too late.'))
  signal.addEventListener('abort', stop)
  if (signal.aborted) stop()
  try {
    return await Promise.race([work, promise])
  } finally {
    signal.removeEventListener('abort', stop)
  }
}
