import { describe, expect, it } from 'vitest'
import { ConnectionClosedError } from '../../../src/core/errors.js'
import { Session, settled } from './fast-path/harness/session.js'
import { encodeAll, type PeerFrame } from './fast-path/harness/streams.js'
import type { WsSettings } from './fast-path/harness/ws-version.js'

const piece: PeerFrame = { opcode: 0, fin: false, payload: 'x' }
const all = (['client', 'server'] as const).flatMap((side) =>
  [true, false].map((fastPath) => ({ side, fastPath })),
)

describe.each(all)('a limit of ws that a $side exceeds (fast path: $fastPath)', (its) => {
  const { side, fastPath } = its

  /** The error of a channel whose peer sends these chunks. */
  async function errorOf(ws: WsSettings, chunks: readonly Uint8Array[]): Promise<unknown> {
    const session = new Session({ side, ws }, { fastPath })
    const failed = new Promise((resolve) => {
      session.channel.stream.subscribe({ error: resolve })
    })
    await settled()
    for (const chunk of chunks) {
      session.connection.receive(chunk)
      await settled()
    }
    session.connection.receiveEnd()
    return failed
  }

  it.each<{ ws: WsSettings; frames: readonly PeerFrame[]; why: string }>([
    {
      ws: { maxPayload: 10 },
      frames: [{ opcode: 2, payload: 'eleven byte' }],
      why: 'a message is larger than maxPayload',
    },
    {
      ws: { maxFragments: 3 },
      frames: [{ opcode: 2, fin: false, payload: 'x' }, piece, piece, piece],
      why: 'a message has more fragments than maxFragments',
    },
  ])('is named in the error: $why', async ({ ws, frames, why }) => {
    const error = await errorOf(ws, [encodeAll(frames, side)])
    expect(error).toBeInstanceOf(ConnectionClosedError)
    expect(error).toMatchObject({
      ...{ message: `Connection closed: ${why}`, code: 1006, initiator: 'failure' },
      cause: { name: 'RangeError', code: expect.stringMatching(/^WS_ERR_/) as string },
    })
  })

  it('is named in the error: maxBufferedChunks', async () => {
    const bytes = encodeAll([{ opcode: 2, payload: Buffer.alloc(50) }], side)
    const chunks = [...bytes].map((byte) => Uint8Array.of(byte))
    expect(await errorOf({ maxBufferedChunks: 5 }, chunks)).toMatchObject({
      message: 'Connection closed: a message arrived in more pieces than maxBufferedChunks',
    })
  })
})
