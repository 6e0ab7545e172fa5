import ipaddr from 'ipaddr.js'
import { LRUCache } from 'lru-cache'

/** What one customer of a provider is given at the least of IPv6, and so may send from. */
const IPV6_PREFIX_BITS = 64
/** Some proxies say the port, too: it is another one each time. */
const WITH_PORT = /^(?:([\d.]+):\d+|\[(.+)\](?::\d+)?)$/

/** Who asks once asks more. */
const ADDRESSES_REMEMBERED = 1_000
const networks = new LRUCache<string, string>({ max: ADDRESSES_REMEMBERED })

/** What an address is counted as: itself, or of IPv6 its network. What is no address is itself. */
export function networkOf(ip: string): string {
  let network = networks.get(ip)
  if (network === undefined) networks.set(ip, (network = readNetwork(ip)))
  return network
}

function readNetwork(ip: string): string {
  const bare = WITH_PORT.exec(ip)?.slice(1).find(Boolean) ?? ip
  if (!ipaddr.isValid(bare)) return bare
  const address = ipaddr.process(bare)
  if (!(address instanceof ipaddr.IPv6)) return address.toString()
  const network = ipaddr.IPv6.networkAddressFromCIDR(`${address.toNormalizedString()}/${IPV6_PREFIX_BITS}`)
  return `${network.toString()}/${IPV6_PREFIX_BITS}`
}
