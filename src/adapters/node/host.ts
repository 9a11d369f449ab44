import { isIP } from 'node:net'

/** Whether the scheme of an address asks for TLS. */
export function isSecure({ protocol }: URL): boolean {
  return /^(wss|https):/.test(protocol)
}

/** The host of an address, in lower case and without the brackets of an IPv6 address. */
export function hostOf({ hostname }: URL): string {
  return hostname.toLowerCase().replace(/^\[|\]$/g, '')
}

/** The name that TLS sends to the server. RFC 6066 section 3: "Literal IPv4 and IPv6 addresses are not permitted". */
export function serverName(host: string): string {
  return isIP(host) === 0 ? host : ''
}
