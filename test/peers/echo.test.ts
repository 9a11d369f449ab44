import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import type { CloseInfo, Frame } from '../../src/index.node.js'
import { NodeWebSocketChannel } from '../../src/node.js'
import { startPythonServer, type Library } from './python-server.js'
import type { Program } from './start-program.js'

/** What each answers to a close frame with 4001 "bye": the channel reports what was received. */
const answers: Readonly<Record<Library, Pick<CloseInfo, 'code' | 'reason'>>> = {
  websockets: { code: 4001, reason: 'bye' },
  aiohttp: { code: 1000, reason: '' },
  tornado: { code: 4001, reason: '' },
}

const compressions = [
  { title: 'without compression', offer: false, deflate: undefined },
  { title: 'with permessage-deflate', offer: true, deflate: true },
  { title: 'with permessage-deflate declined', offer: true, deflate: undefined },
] as const

const libraries = Object.keys(answers) as Library[]
const cases = libraries.flatMap((library) => compressions.map((how) => ({ library, ...how })))

describe.each(cases)('$library, $title', ({ library, offer, deflate }) => {
  let server: Program
  beforeAll(async () => {
    server = await startPythonServer(library, deflate === undefined ? {} : { deflate })
  })
  afterAll(() => server.stop())

  const connect = (options = {}) =>
    NodeWebSocketChannel.connect(`ws://127.0.0.1:${server.port}/`, {
      perMessageDeflate: offer,
      ...options,
    })

  it('compresses where both sides want it', async () => {
    const channel = connect()
    channel.sink.add('compressed?')
    expect(await take(channel, 1)).toEqual([offer && deflate ? 'yes' : 'no'])
    await channel.sink.close()
  })

  it('echoes text and binary, empty and large, in order', async () => {
    const large = new Uint8Array(2 ** 20).map((_, index) => (index * index) % 251)
    const frames = ['', new Uint8Array(), 'é😀', Uint8Array.of(0, 255), 'x'.repeat(2 ** 20), large]
    const channel = connect()
    for (const frame of frames) channel.sink.add(frame)
    expect((await take(channel, frames.length)).map(digest)).toEqual(frames.map(digest))
    await channel.sink.close()
  })

  it('echoes a burst of a thousand', async () => {
    const frames = Array.from({ length: 1_000 }, (_, index) => `frame ${index}`)
    const channel = connect()
    for (const frame of frames) channel.sink.add(frame)
    expect(await take(channel, frames.length)).toEqual(frames)
    await channel.sink.close()
  })

  it('chooses a subprotocol', async () => {
    const channel = connect({ protocols: ['soap', 'chat'] })
    await channel.ready
    expect(channel.protocol).toBe('chat')
    await channel.sink.close()
  })

  it('answers pings', async () => {
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}/`, { perMessageDeflate: offer })
    const keepAlive = { interval: 20, timeout: 2_000 }
    const channel = NodeWebSocketChannel.from(socket, { keepAlive })
    for (let pongs = 0; pongs < 5; pongs += 1) await once(socket, 'pong')
    channel.sink.add('still there?')
    expect(await take(channel, 1)).toEqual(['still there?'])
    await channel.sink.close()
  })

  it('answers a local close', async () => {
    const channel = connect()
    await channel.ready
    expect(await channel.sink.close(4001, 'bye')).toEqual({
      ...answers[library],
      wasClean: true,
      initiator: 'local',
    })
  })

  it('closes by itself', async () => {
    const channel = connect()
    channel.sink.add('close with 4002')
    expect(await channel.closed).toEqual({
      code: 4002,
      reason: 'bye',
      wasClean: true,
      initiator: 'remote',
    })
  })
})

async function take(channel: NodeWebSocketChannel, count: number): Promise<Frame[]> {
  const frames: Frame[] = []
  for await (const frame of channel.stream) {
    frames.push(frame)
    if (frames.length === count) break
  }
  return frames
}

/** A large frame in a few characters, with its type. */
function digest(frame: Frame): string {
  const sum = createHash('sha256').update(frame).digest('hex')
  return `${typeof frame} of ${frame.length}: ${sum}`
}
