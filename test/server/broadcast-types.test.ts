import { describe, expect, it } from 'vitest'
import { channelPair } from '../../src/channels/channel-pair.js'
import type { Channel } from '../../src/core/channel.js'
import type { Frame, Sendable } from '../../src/core/frame.js'
import { json } from '../../src/layers/json.js'
import type { NodeWebSocketChannel } from '../../src/node.js'
import { broadcast } from '../../src/server/broadcast.js'

interface Joined {
  readonly type: 'joined'
  readonly name: string
}
interface Said {
  readonly type: 'said'
  readonly text: string
}
type Event = Joined | Said

/** Never called: the compiler checks it. */
export function types(
  nodes: ReadonlySet<NodeWebSocketChannel>,
  rooms: Map<string, Set<Channel<Said, Event>>>,
  mixed: (Channel<Said, Joined> | Channel<Said, Event>)[],
): void {
  broadcast(nodes, 'text')
  broadcast(nodes, Uint8Array.of(1), { volatile: true })
  // @ts-expect-error A number cannot be sent.
  broadcast(nodes, 1)
  const room = rooms.get('room') ?? []
  // The literal is checked against the type of the channels, and does not widen it.
  broadcast(room, { type: 'said', text: 'Hello' })
  // @ts-expect-error The type of the channels has no such event.
  broadcast(room, { type: 'left' })
  // @ts-expect-error The text is missing.
  broadcast(room, { type: 'said' })
  const joined: Joined = { type: 'joined', name: 'Ada' }
  broadcast(mixed, joined)
  broadcast([...nodes].values(), 'an iterator')
  broadcast(room.values(), joined)
  const both: Iterable<Channel<Frame, Sendable> | NodeWebSocketChannel> = nodes
  broadcast(both, new Blob())
  const [pair] = channelPair()
  broadcast([pair.pipe(json<Said, Event>())], joined)
  // @ts-expect-error Options are checked.
  broadcast(nodes, 'text', { volatil: true })
}

describe('the types of a broadcast', () => {
  it('take the message from the channels', () => {
    expect(types).toBeTypeOf('function')
  })
})
