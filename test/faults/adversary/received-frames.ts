import { masked } from './frames.js'

/** A frame that the client sent, its mask taken off. */
export interface ReceivedFrame {
  readonly fin: boolean
  readonly opcode: number
  readonly wasMasked: boolean
  readonly payload: Buffer<ArrayBuffer>
}

/** Reads the whole frames at the start of some bytes; half a frame at the end is left out. */
export function decodeFrames(bytes: Buffer): ReceivedFrame[] {
  const frames: ReceivedFrame[] = []
  let rest = bytes
  for (let next = readFrame(rest); next !== undefined; next = readFrame(rest)) {
    frames.push(next.frame)
    rest = rest.subarray(next.size)
  }
  return frames
}

/** The code of a close frame, 1005 where it has none; `undefined` where there is no close frame. */
export function closeCodeOf(frames: readonly ReceivedFrame[]): number | undefined {
  const closing = frames.find((frame) => frame.opcode === 8)
  if (closing === undefined) return undefined
  return closing.payload.length < 2 ? 1005 : closing.payload.readUInt16BE(0)
}

function readFrame(bytes: Buffer): { frame: ReceivedFrame; size: number } | undefined {
  const [first = 0, second = 0] = bytes
  const wasMasked = second > 127
  const start = headerSize(second)
  if (bytes.length < start) return undefined
  const size = start + payloadLength(bytes, second & 0x7f)
  if (bytes.length < size) return undefined
  const body = bytes.subarray(start, size)
  const payload = wasMasked ? masked(body, bytes.subarray(start - 4, start)) : Buffer.from(body)
  return { frame: { fin: first > 127, opcode: first & 0x0f, wasMasked, payload }, size }
}

function headerSize(second: number): number {
  const short = second & 0x7f
  const extended = short === 127 ? 8 : short === 126 ? 2 : 0
  return 2 + extended + (second > 127 ? 4 : 0)
}

function payloadLength(bytes: Buffer, short: number): number {
  if (short === 126) return bytes.readUInt16BE(2)
  return short === 127 ? Number(bytes.readBigUInt64BE(2)) : short
}
