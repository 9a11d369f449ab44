import type { IncomingMessage } from 'node:http'

/** The path of a request as it was sent, up to the query. */
export function pathnameOf({ url = '' }: IncomingMessage): string {
  if (url.startsWith('/')) return upToQuery(url)
  // RFC 9112 section 3.2.2: the target may be a complete address.
  const absolute = /^[a-z][a-z\d+.-]*:\/\/[^/?]*/i.exec(url)?.[0]
  const pathname = upToQuery(url.slice(absolute?.length ?? 0))
  return absolute !== undefined && pathname === '' ? '/' : pathname
}

function upToQuery(target: string): string {
  const end = target.indexOf('?')
  return end < 0 ? target : target.slice(0, end)
}

/** All values of a header, as they were sent. Node drops or joins repeated ones. */
export function headerValues({ rawHeaders }: IncomingMessage, name: string): readonly string[] {
  const values: string[] = []
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const found = rawHeaders[at]
    // Most names have another length, and need not be converted.
    if (found?.length === name.length && found.toLowerCase() === name) {
      values.push(String(rawHeaders[at + 1]))
    }
  }
  return values
}

/**
 * The value of a header, repeated ones joined, as in `headers`: Node makes that object when it is read first, and the channel
 * would keep it.
 */
export function header(request: IncomingMessage, name: string): string | undefined {
  const values = headerValues(request, name)
  return values.length > 0 ? values.join(', ') : undefined
}

/**
 * Whether a request asks for an upgrade to WebSocket, perhaps besides others. RFC 6455 section 4.2.1: "An |Upgrade| header
 * field containing the value "websocket", treated as an ASCII case-insensitive value."
 */
export function asksForWebSocket(request: IncomingMessage): boolean {
  const upgrade = header(request, 'upgrade') ?? ''
  if (upgrade === 'websocket') return true
  return upgrade.split(',').some((one) => one.trim().toLowerCase() === 'websocket')
}
