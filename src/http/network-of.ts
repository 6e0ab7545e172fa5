import ipaddr from 'ipaddr.js'

/** What one customer of a provider is given at the least of IPv6, and so may send from. */
const IPV6_PREFIX_BITS = 64
/** Some proxies say the port, too: it is another one each time. */
const WITH_PORT = /^(?:([\d.]+):\d+|\[(.+)\](?::\d+)?)$/

/** What an address is counted as: itself, or of IPv6 its network. What is no address is itself. */
export function networkOf(ip: string): string {
  const bare = WITH_PORT.exec(ip)?.slice(1).find(Boolean) ?? ip
  if (!ipaddr.isValid(bare)) return bare
  const address = ipaddr.process(bare)
  if (!(address instanceof ipaddr.IPv6)) return address.toString()
  const network = ipaddr.IPv6.networkAddressFromCIDR(`${address.toNormalizedString()}/${IPV6_PREFIX_BITS}`)
  return `${network.toString()}/${IPV6_PREFIX_BITS}`
}
