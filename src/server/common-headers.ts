import type { IncomingMessage } from 'node:http'

// As browsers, clients and proxies send them, and in lower case, which proxies for HTTP/2 send.
const NAMES =
  'Accept Accept-Encoding Accept-Language Authorization Cache-Control Connection Cookie Forwarded Host Origin Pragma ' +
  'Sec-Fetch-Dest Sec-Fetch-Mode Sec-Fetch-Site Sec-WebSocket-Extensions Sec-WebSocket-Key Sec-WebSocket-Protocol ' +
  'Sec-WebSocket-Version Upgrade User-Agent Via X-Forwarded-For X-Forwarded-Host X-Forwarded-Port X-Forwarded-Proto X-Real-IP'
const VALUES = [
  '*/*',
  '13',
  'Upgrade',
  'cross-site',
  'empty',
  'gzip, deflate',
  'gzip, deflate, br',
  'gzip, deflate, br, zstd',
  'http',
  'https',
  'keep-alive, Upgrade',
  'no-cache',
  'permessage-deflate',
  'permessage-deflate; client_max_window_bits',
  'same-origin',
  'same-site',
  'upgrade',
  'websocket',
]

const COMMON: ReadonlyMap<string, string> = /* @__PURE__ */ new Map(
  [...`${NAMES} ${NAMES.toLowerCase()}`.split(' '), ...VALUES].map((text) => [text, text]),
)

/**
 * Replaces the common names and values in the headers of a request by equal strings that all requests share. Node makes new
 * ones for each request, which a channel keeps. Nobody can see the difference.
 */
export function shareCommonHeaders({ rawHeaders }: IncomingMessage): void {
  for (let at = 0; at < rawHeaders.length; at++) {
    const common = COMMON.get(String(rawHeaders[at]))
    if (common !== undefined) rawHeaders[at] = common
  }
}
