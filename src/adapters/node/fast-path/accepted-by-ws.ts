import {
  BINARY,
  CONTINUATION,
  FIN,
  LONGEST_CONTROL,
  OPCODE,
  PING,
  PONG,
  RESERVED,
  TEXT,
  type WireFrameHeader,
} from './wire-frame-header.js'

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
  // RFC 6455 section 5.2: "MUST be 0 unless an extension is negotiated that defines meanings for non-zero values."
  if (first & RESERVED) return false
  // RFC 6455 section 5.1: "a client MUST mask all frames that it sends", "A server MUST NOT mask any frames".
  if (isMasked !== isServer) return false
  const opcode = first & OPCODE
  // RFC 6455 section 5.5: "All control frames MUST have a payload length of 125 bytes or less and MUST NOT be fragmented."
  if (opcode === PING || opcode === PONG) return first >= FIN && shortLength <= LONGEST_CONTROL
  // RFC 6455 section 5.4: "The fragments of one message MUST NOT be interleaved between the fragments of another message".
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
