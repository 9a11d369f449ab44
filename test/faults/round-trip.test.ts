import fc from 'fast-check'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import { WebSocketServer } from 'ws'
import type { Frame } from '../../src/core/frame.js'
import { withAdversary } from './adversary/adversary.js'
import { close, encodeFrame, opcodes } from './adversary/frames.js'
import { seedOfRun } from './adversary/random.js'
import { watch } from './adversary/watch.js'
import { within } from './adversary/within.js'
import { connect } from './adversary/connect.js'

const frame: fc.Arbitrary<Frame> = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)) }),
  fc.uint8Array({ maxLength: 300 }).map((bytes) => new Uint8Array(bytes)),
)
const parameters = { seed: seedOfRun(), numRuns: 150 }

/** What goes over the wire for a frame: UTF-8 has no lone surrogates. */
function onTheWire(frame: Frame): Frame {
  return typeof frame === 'string' ? Buffer.from(frame).toString() : frame
}

/** A message in pieces that end wherever the cuts say, in the middle of a code point too. */
function fragmented(frame: Frame, cuts: readonly number[]): Buffer {
  const payload = Buffer.from(frame)
  const ends = [...cuts.map((cut) => Math.min(cut, payload.length)), payload.length]
  ends.sort((one, other) => one - other)
  return Buffer.concat(
    ends.map((end, index) =>
      encodeFrame({
        opcode: index > 0 ? 0 : typeof frame === 'string' ? opcodes.text : opcodes.binary,
        fin: index === ends.length - 1,
        payload: payload.subarray(ends[index - 1] ?? 0, end),
      }),
    ),
  )
}

describe('whatever is sent', () => {
  it('arrives as it was, however it is fragmented and sliced', { timeout: 60_000 }, async () => {
    const cuts = fc.array(fc.nat({ max: 400 }), { maxLength: 4 })
    const slices = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 5 })
    const messages = fc.array(fc.tuple(frame, cuts), { maxLength: 8 })
    const property = fc.asyncProperty(messages, slices, async (messages, slices) => {
      const wire = messages.map(([frame, cuts]) => fragmented(frame, cuts))
      await withAdversary(
        async (peer) => {
          await peer.accept()
          await peer.drip(Buffer.concat([...wire, close(1000)]), ...slices)
          peer.end('fin')
        },
        async (server) => {
          const seen = watch(connect(server.url))
          await within(5_000, 'the end', seen.ended)
          expect(seen.frames()).toEqual(messages.map(([frame]) => onTheWire(frame)))
          for (const frame of seen.frames()) if (typeof frame !== 'string') checkOwnBuffer(frame)
        },
      )
    })
    await fc.assert(property, parameters)
  })

  it.each([false, true])(
    'comes back as it was, deflated: %s',
    { timeout: 60_000 },
    async (deflated) => {
      const server = new WebSocketServer({
        port: 0,
        host: '127.0.0.1',
        perMessageDeflate: deflated,
      })
      server.on('connection', (socket) => {
        socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary }))
      })
      await once(server, 'listening')
      const { port } = server.address() as AddressInfo
      const property = fc.asyncProperty(fc.array(frame, { maxLength: 12 }), async (frames) => {
        const options = { perMessageDeflate: deflated && { threshold: 0 } }
        const channel = connect(`ws://127.0.0.1:${port}`, options)
        const seen = watch(channel)
        for (const frame of frames) channel.sink.add(frame)
        const iterator = channel.stream[Symbol.asyncIterator]()
        for (const frame of frames) {
          const echo = await within(5_000, 'an echo', iterator.next())
          expect(echo).toEqual({ done: false, value: onTheWire(frame) })
        }
        await channel.sink.close(1000)
        expect(seen.frames()).toEqual(frames.map(onTheWire))
      })
      await fc.assert(property, parameters)
      server.close()
    },
  )
})

describe('every kind of binary data', () => {
  it('is sent as its exact window', async () => {
    const { buffer } = Uint8Array.from({ length: 64 }, (_, at) => at)
    const views = [
      ...[Int8Array, Uint8Array, Uint8ClampedArray].map((View) => new View(buffer, 3, 5)),
      ...[Int16Array, Uint16Array].map((View) => new View(buffer, 2, 5)),
      ...[Int32Array, Uint32Array, Float32Array].map((View) => new View(buffer, 4, 5)),
      ...[BigInt64Array, BigUint64Array, Float64Array].map((View) => new View(buffer, 8, 5)),
      new DataView(buffer, 3, 5),
      Buffer.from(buffer, 3, 5),
      new Uint8Array(0),
    ]
    const all = [...views, buffer, new ArrayBuffer(0), new Blob(['blob']), new Uint8Array([1])]
    await withAdversary(
      async (peer) => peer.accept(),
      async (server) => {
        const channel = connect(server.url)
        for (const data of all) channel.sink.add(data)
        const peer = await server.first()
        await within(
          5_000,
          'all of it',
          peer.until(() => peer.frames.length === all.length),
        )
        const windows = views.map((view) => Buffer.from(buffer, view.byteOffset, view.byteLength))
        const rest = [Buffer.from(buffer), Buffer.alloc(0), Buffer.from('blob'), Buffer.from([1])]
        windows[windows.length - 1] = Buffer.alloc(0)
        expect(peer.frames.map((frame) => frame.payload)).toEqual([...windows, ...rest])
        expect(
          peer.frames.every((frame) => frame.opcode === opcodes.binary && frame.wasMasked),
        ).toBe(true)
        channel.abort()
      },
    )
  })
})

function checkOwnBuffer(frame: Uint8Array): void {
  expect([frame.byteOffset, frame.buffer.byteLength]).toEqual([0, frame.length])
}

describe('the path of frames', () => {
  it('is the one that this run is about', async () => {
    await withAdversary(
      async (peer) => peer.accept(),
      async (server) => {
        const channel = connect(server.url)
        await channel.ready
        expect(channel.isFast).toBe(process.env['FAST_PATH'] !== 'off')
        channel.abort()
      },
    )
  })
})
