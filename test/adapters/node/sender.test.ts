import { describe, expect, it, vi } from 'vitest'
import { ConnectionClosedError } from '../../../src/core/errors.js'
import type { BlobLike, Frame } from '../../../src/core/frame.js'
import { NodeWebSocketChannel } from '../../../src/node.js'
import { startEchoServer } from '../../faults/adversary/echo-server.js'
import { Session, settled } from './fast-path/harness/session.js'
import { encodeAll } from './fast-path/harness/streams.js'

const all = (['client', 'server'] as const).flatMap((side) =>
  [true, false].map((fastPath) => ({ side, fastPath })),
)

interface HeldBlob {
  readonly blob: BlobLike
  /** Lets `arrayBuffer` resolve or reject. */
  readonly settle: (content: ArrayBuffer | Error) => void
}

/** Exactly the members of `BlobLike`: no `stream`. */
function heldBlob(size: number): HeldBlob {
  let settle: HeldBlob['settle'] = () => undefined
  const content = new Promise<ArrayBuffer>((resolve, reject) => {
    settle = (result) => {
      if (result instanceof Error) reject(result)
      else resolve(result)
    }
  })
  const blob = { size, type: '', slice: () => blob, arrayBuffer: () => content }
  return { blob, settle }
}

/** An open session. */
async function begin({ side, fastPath }: (typeof all)[number]): Promise<Session> {
  const session = new Session({ side }, { fastPath })
  session.subscribe()
  await settled()
  return session
}

describe.each(all)('a Blob that a $side adds (fast path: $fastPath)', (its) => {
  it('is read, and keeps its place, the close frame too', async () => {
    const session = await begin(its)
    const { sink } = session.channel
    const { blob, settle } = heldBlob(3)
    const changing = Buffer.from('c')
    for (const data of ['a', 'b', blob, changing, 'd']) sink.add(data)
    changing.fill('x')
    void sink.close(4000)
    await settled()
    expect(session.trace.sent).toEqual(['sent 1 61', 'sent 1 62'])
    expect(sink.bufferedAmount).toBe(5)
    settle(Uint8Array.of(1, 2, 3).buffer)
    await settled()
    const after = ['sent 2 010203', 'sent 2 63', 'sent 1 64', 'sent 8 0fa0']
    expect(session.trace.sent.slice(2)).toEqual(after)
    expect(sink.bufferedAmount).toBe(0)
    session.channel.abort()
  })

  it('lets pings pass while it is read', async () => {
    const session = await begin(its)
    session.channel.sink.add(heldBlob(3).blob)
    session.connection.receive(encodeAll([{ opcode: 9, payload: 'p' }], its.side))
    await settled()
    expect(session.trace.sent).toEqual(['sent 10 70'])
    session.channel.abort()
  })

  it('ends the channel if it cannot be read, and counts', async () => {
    const session = await begin(its)
    const { sink, stream } = session.channel
    const { blob, settle } = heldBlob(3)
    const cause = new Error('The file is gone')
    const failed = new Promise((resolve) => {
      stream.subscribe({ error: resolve })
    })
    for (const data of ['a', 'b', blob, 'c']) sink.add(data)
    settle(cause)
    const error = await failed
    expect(error).toBeInstanceOf(ConnectionClosedError)
    expect(error).toHaveProperty('cause', cause)
    await settled()
    expect(session.trace.sent).toEqual(['sent 1 61', 'sent 1 62'])
    expect(sink.bufferedAmount).toBe(4)
  })

  it('is counted if the peer closes before it is read', async () => {
    const session = await begin(its)
    const { blob, settle } = heldBlob(3)
    session.channel.sink.add(blob)
    session.connection.receive(encodeAll([{ opcode: 8 }], its.side))
    session.connection.receiveEnd()
    await session.channel.closed
    settle(new ArrayBuffer(3))
    await settled()
    expect(session.trace.sent).toEqual(['sent 8 ', 'sent FIN'])
    expect(session.channel.sink.bufferedAmount).toBe(3)
  })
})

describe('binary data that ws has queued', () => {
  it('may be changed by its sender', async () => {
    const server = await startEchoServer()
    const echoed: Frame[] = []
    const channel = NodeWebSocketChannel.connect(server.url, { fastPath: false })
    channel.stream.subscribe((frame) => echoed.push(frame))
    await channel.ready
    const data = Buffer.from('abc')
    channel.sink.add(new Blob(['blob']))
    channel.sink.add(data)
    data.fill('x')
    await vi.waitFor(() => {
      expect(echoed.map((frame) => Buffer.from(frame).toString())).toEqual(['blob', 'abc'])
    })
    await channel.sink.close()
    await server.close()
  })
})
