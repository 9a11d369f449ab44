import WebSocket from 'ws'
import type { ServeOptions } from './options.js'

/** What `ws` exports besides its types. */
interface Extensions {
  readonly extension?: { parse(header: string): Record<string, unknown> }
  readonly PerMessageDeflate?: new (options: object) => { accept(offers: unknown): unknown }
}

/**
 * Whether `ws` would accept a list of extensions. It looks only when it upgrades a connection, and then answers itself.
 */
export function extensionsAreAcceptable(
  header: string,
  perMessageDeflate: ServeOptions['perMessageDeflate'],
  maxPayload: number,
): boolean {
  const { extension, PerMessageDeflate } = WebSocket as unknown as Extensions
  // Bun's replacement of ws has neither.
  if (!extension || !PerMessageDeflate) return true
  try {
    const offers = extension.parse(header)['permessage-deflate']
    const options = { ...Object(perMessageDeflate), isServer: true, maxPayload } as object
    if (offers !== undefined) new PerMessageDeflate(options).accept(offers)
    return true
  } catch {
    return false
  }
}
