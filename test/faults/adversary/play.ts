import type { CloseInfo } from '../../../src/core/channel.js'
import type { Frame } from '../../../src/core/frame.js'
import { type NodeWebSocketChannel, type NodeConnectOptions } from '../../../src/node.js'
import { withAdversary, type Script } from './adversary.js'
import type { Peer } from './peer.js'
import { closeCodeOf } from './received-frames.js'
import { brokenInvariants, errorOf, watch, type Watch } from './watch.js'
import { within } from './within.js'
import { connect } from './connect.js'

/** How one connection to an adversary went. */
export interface Played {
  readonly seen: Watch
  readonly info: CloseInfo
  readonly frames: Frame[]
  /** What `stream` ended with; `undefined` if it completed. */
  readonly error: unknown
  /** The first connection, as the adversary saw it. */
  readonly peer: Peer
  /** Code of the close frame that the channel sent; 1005 for an empty one, `undefined` for none. */
  readonly wireCode: number | undefined
}

/** How long any of these may take; more than every deadline in the tests that use it. */
const limit = 8_000

/**
 * Connects a channel to an adversary, lets the caller act, waits for the end of both sides and checks what always holds.
 */
export async function play(
  script: Script,
  options: NodeConnectOptions = {},
  act: (channel: NodeWebSocketChannel, peer: Promise<Peer>) => unknown = () => undefined,
): Promise<Played> {
  return withAdversary(script, async (server) => {
    const channel = connect(server.url, options)
    const seen = watch(channel)
    const first = server.first()
    await act(channel, first)
    const info = await within(limit, 'the end of the channel', seen.ended)
    const peer = await within(limit, 'a connection', first)
    await within(limit, 'the end of the socket', peer.untilEnded())
    const broken = brokenInvariants(channel, seen)
    if (broken.length > 0) throw new Error(`Broken: ${broken.join(', ')}`)
    const wireCode = closeCodeOf(peer.frames)
    return { seen, info, frames: seen.frames(), error: errorOf(seen), peer, wireCode }
  })
}
