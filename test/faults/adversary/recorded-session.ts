import type { Frame } from '../../../src/core/frame.js'
import { binary, close, encodeFrame, opcodes, ping, text } from './frames.js'
import { answerLength, answerTo } from './handshake.js'

interface Step {
  readonly bytes: Buffer<ArrayBuffer>
  /** The frame that a channel delivers once these bytes are in. */
  readonly delivers?: Frame
}

// "€" is three bytes, of which the first fragment has one; a ping stands between the fragments.
const price = Buffer.from('5 € only')
const steps: readonly Step[] = [
  { bytes: text('hello'), delivers: 'hello' },
  { bytes: encodeFrame({ opcode: opcodes.text, fin: false, payload: price.subarray(0, 3) }) },
  { bytes: ping('between') },
  { bytes: encodeFrame({ opcode: opcodes.continuation, fin: false, payload: '' }) },
  {
    bytes: encodeFrame({ opcode: opcodes.continuation, payload: price.subarray(3) }),
    delivers: '5 € only',
  },
  { bytes: text(''), delivers: '' },
  { bytes: binary(Buffer.from([0, 255, 128])), delivers: new Uint8Array([0, 255, 128]) },
  // 130 bytes, so that the header has an extended length to be cut in.
  { bytes: binary(Buffer.alloc(130, 7)), delivers: new Uint8Array(130).fill(7) },
  { bytes: ping('ping') },
  { bytes: close(4001, 'bye') },
]

/** Length of the recorded session, handshake included. */
export const sessionLength: number =
  answerLength + steps.reduce((sum, step) => sum + step.bytes.length, 0)

/** The bytes a server sends in the recorded session, in answer to an upgrade request. */
export function sessionFor(request: string): Buffer<ArrayBuffer> {
  return Buffer.concat([answerTo(request), ...steps.map((step) => step.bytes)])
}

/** What a channel has to make of the first bytes of the session and nothing after them. */
export interface Expectation {
  readonly opened: boolean
  readonly closed: boolean
  readonly frames: readonly Frame[]
}

/** What a channel has to make of so many bytes of the session. */
export function expectedAfter(count: number): Expectation {
  const frames: Frame[] = []
  let end = answerLength
  for (const step of steps) {
    end += step.bytes.length
    if (end <= count && step.delivers !== undefined) frames.push(step.delivers)
  }
  return { opened: count >= answerLength, closed: count >= sessionLength, frames }
}
