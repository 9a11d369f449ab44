import type { WireFrameHeader } from './wire-frame-header.js'

const FIN = 0x80
const RESERVED = 0x70
const OPCODE = 0x0f
const CONTINUATION = 0x0
const TEXT = 0x1
const BINARY = 0x2
const PING = 0x9
const PONG = 0xa
const LONGEST_CONTROL = 125

/** What ws has read of a connection, as far as it decides whether ws accepts the next frame. */
export interface WsProgress {
  readonly isServer: boolean
  readonly maxPayload: number
  /** Whether ws has received the beginning of a fragmented message, and the payload bytes it has of it. */
  readonly isFragmented: boolean
  readonly fragmentBytes: number
}

/** Whether ws accepts a header, as far as it has arrived, and reads on after the frame. A close frame is the last. */
export function isAcceptedByWs(header: WireFrameHeader, progress: WsProgress): boolean {
  const { first, isMasked, shortLength, length } = header
  const { isServer, maxPayload, isFragmented, fragmentBytes } = progress
  if (first & RESERVED || isMasked !== isServer) return false
  const opcode = first & OPCODE
  if (opcode === PING || opcode === PONG) return first >= FIN && shortLength <= LONGEST_CONTROL
  const isExpected = isFragmented ? opcode === CONTINUATION : opcode === TEXT || opcode === BINARY
  return isExpected && fragmentBytes + length <= maxPayload
}

/** Whether a frame is part of a message: all but control frames. */
export function isDataFrame({ first }: WireFrameHeader): boolean {
  return (first & OPCODE) <= BINARY
}

/** Whether a frame is the last of its message. */
export function isFinal({ first }: WireFrameHeader): boolean {
  return first >= FIN
}
