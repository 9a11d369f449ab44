import type { IncomingMessage } from 'node:http'

/** The path of a request as it was sent, up to the query. */
export function pathnameOf({ url = '' }: IncomingMessage): string {
  // RFC 9112 section 3.2.2: the target may be a complete address.
  const absolute = /^[a-z][a-z\d+.-]*:\/\/[^/?]*/i.exec(url)?.[0]
  const [pathname = ''] = url.slice(absolute?.length ?? 0).split('?', 1)
  return absolute !== undefined && pathname === '' ? '/' : pathname
}

/** All values of a header, as they were sent. Node drops or joins repeated ones. */
export function headerValues({ rawHeaders }: IncomingMessage, name: string): readonly string[] {
  return rawHeaders.filter((_, at) => at % 2 === 1 && rawHeaders[at - 1]?.toLowerCase() === name)
}

/**
 * Whether a request asks for an upgrade to WebSocket, perhaps besides others. RFC 6455 section 4.2.1: "An |Upgrade| header
 * field containing the value "websocket", treated as an ASCII case-insensitive value."
 */
export function asksForWebSocket({ headers }: IncomingMessage): boolean {
  return (headers.upgrade ?? '').split(',').some((one) => one.trim().toLowerCase() === 'websocket')
}
