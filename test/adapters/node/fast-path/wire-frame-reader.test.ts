import { describe, expect, it } from 'vitest'
import {
  type ReaderPort,
  WireFrameReader,
} from '../../../../src/adapters/node/fast-path/wire-frame-reader.js'
import type { Frame } from '../../../../src/core/frame.js'

const hello = Buffer.from([0x81, 5, ...Buffer.from('hello')])
const bytes = Buffer.from([0x82, 3, 1, 2, 3])
const ping = Buffer.from([0x89, 2, 7, 7])
const invalid = Buffer.from([0x81, 1, 0xff])
const close = Buffer.from([0x88, 2, 3, 232])

interface Seen {
  readonly reader: WireFrameReader
  readonly frames: Frame[]
  /** What ws was passed, in hexadecimal digits. */
  readonly passed: string[]
}

/** The reader of a client, with what it delivers and what it passes to ws. */
function clientReader(onFrame?: (reader: WireFrameReader) => void): Seen {
  const frames: Frame[] = []
  const passed: string[] = []
  const message = (frame: Frame): void => {
    frames.push(frame)
    onFrame?.(reader)
  }
  const port: ReaderPort = {
    isServer: false,
    maxPayload: 100,
    sharesFrames: false,
    handlers: { message },
    // ws ends at invalid UTF-8.
    get isWsOpen() {
      return !passed.includes(invalid.toString('hex'))
    },
    pass: (chunk) => void passed.push(chunk.toString('hex')),
    awaitEnd: () => undefined,
    ignoreEnd: () => undefined,
    restoreWs: () => void passed.push('restored'),
  }
  const reader = new WireFrameReader(port)
  return { reader, frames, passed }
}

describe('the reader of wire frames', () => {
  it('delivers plain text and binary frames, and passes nothing to ws', () => {
    const { reader, frames, passed } = clientReader()
    reader.read(Buffer.concat([hello, bytes]))
    expect(frames).toEqual(['hello', new Uint8Array([1, 2, 3])])
    expect(passed).toEqual([])
  })

  it('joins a frame that is cut at any byte', () => {
    for (let cut = 1; cut < hello.length; cut += 1) {
      const { reader, frames, passed } = clientReader()
      reader.read(Buffer.from(hello.subarray(0, cut)))
      expect(frames).toEqual([])
      reader.read(Buffer.concat([hello.subarray(cut), bytes]))
      expect(frames).toEqual(['hello', new Uint8Array([1, 2, 3])])
      expect(passed).toEqual([])
    }
  })

  it('passes a control frame to ws and goes on', () => {
    const { reader, frames, passed } = clientReader()
    reader.read(Buffer.concat([hello, ping, hello]))
    expect(frames).toEqual(['hello', 'hello'])
    expect(passed).toEqual([ping.toString('hex')])
    expect(reader.isOver).toBe(false)
  })

  it.each([
    ['a close frame', close],
    ['a masked frame', Buffer.from([0x81, 0x81, 0, 0, 0, 0, 97])],
    ['a reserved opcode', Buffer.from([0x83, 0])],
    ['a frame above maxPayload', Buffer.concat([Buffer.from([0x82, 101]), Buffer.alloc(101)])],
    ['invalid UTF-8', invalid],
  ])('delivers what precedes %s', (_, frame) => {
    const { reader, frames, passed } = clientReader()
    reader.read(Buffer.concat([hello, frame, bytes]))
    expect(frames).toEqual(['hello'])
    expect(passed.join('')).toContain(frame.toString('hex'))
  })

  it('hands the connection to ws at a close frame, with all bytes from there', () => {
    const { reader, passed } = clientReader()
    reader.read(Buffer.concat([hello, close, bytes]))
    expect(passed).toEqual(['restored', Buffer.concat([close, bytes]).toString('hex')])
    expect(reader.isOver).toBe(true)
  })

  it('delivers nothing while it is paused, then the rest in order', async () => {
    const { reader, frames } = clientReader((self) => {
      self.pause()
    })
    reader.read(Buffer.concat([hello, bytes]))
    expect(frames).toEqual(['hello'])
    const resumed = new Promise<void>((resolve) => {
      reader.resume(resolve)
      expect(frames).toEqual(['hello'])
      // The handler pauses again, so only a second call can finish.
      queueMicrotask(() => {
        reader.resume(resolve)
      })
    })
    await resumed
    expect(frames).toEqual(['hello', new Uint8Array([1, 2, 3])])
  })

  it('hands what it has not parsed to ws', () => {
    const { reader, passed } = clientReader()
    reader.read(hello.subarray(0, 3))
    reader.handAllToWs()
    expect(passed).toEqual(['restored', hello.subarray(0, 3).toString('hex')])
  })
})
