/** Who is at the other end of a connection, as far as the trusted proxies in front of the process tell. Pure. */

/**
 * `forwarded`: the values of X-Forwarded-For, to which each proxy appends the address of its own client. What stands
 * further to the front than `trustedProxies` entries was written by the client itself, and counts for nothing.
 */
export function toClientAddress(
  connection: string | undefined,
  forwarded: string | readonly string[] | undefined,
  trustedProxies: number,
): string {
  const direct = toPlainAddress(connection ?? '');
  if (trustedProxies === 0 || forwarded === undefined) return direct;
  const hops = [forwarded].flat().join(',').split(',');
  return toPlainAddress((hops.at(-trustedProxies) ?? hops[0] ?? '').trim()) || direct;
}

/** An IPv4 address that arrived over an IPv6 socket is the IPv4 address. */
function toPlainAddress(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '');
}
