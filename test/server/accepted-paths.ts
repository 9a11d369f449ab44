import { vi } from 'vitest'
import type { NodeWebSocketChannel } from '../../src/node.js'
import type { AcceptingOptions } from './accepting-server.js'

export const MIB = 1_048_576
// Short messages are not compressed, because nothing is kept between messages.
const DEFLATE = 'permessage-deflate; server_no_context_takeover'

/** The ways that frames of accepted channels are written. */
export const paths = [
  { path: 'on the fast path', options: {}, extensions: '', isFast: true },
  { path: 'without it', options: { fastPath: false }, extensions: '', isFast: false },
  {
    path: 'with compression',
    options: { perMessageDeflate: true },
    extensions: DEFLATE,
    isFast: false,
  },
] as const satisfies readonly {
  path: string
  options: AcceptingOptions
  extensions: string
  isFast: boolean
}[]

/** Bytes that do not become fewer by compression. */
export function noise(bytes: number): Buffer {
  let state = 1
  const words = new Int32Array(bytes / 4).map(
    () => (state = Math.imul(state, 1_664_525) + 1_013_904_223),
  )
  return Buffer.from(words.buffer)
}

/** The error that the stream of a channel ends with. */
export function errorOf(channel: NodeWebSocketChannel): Promise<unknown> {
  return new Promise((resolve) => {
    channel.stream.subscribe({ error: resolve })
  })
}

/** Lets the network take what it can. */
export async function untilStalled({ sink }: NodeWebSocketChannel): Promise<void> {
  let before = -1
  await vi.waitFor(
    () => {
      const now = sink.bufferedAmount
      const isStalled = now === before
      before = now
      if (!isStalled) throw new Error('Bytes leave still')
    },
    { interval: 50 },
  )
}
