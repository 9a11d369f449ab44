/** One frame as it shall stand on the wire, legal or not (RFC 6455 section 5.2). */
export interface FrameShape {
  readonly opcode: number
  readonly payload?: Uint8Array | string
  /** @default true */
  readonly fin?: boolean
  /** The three reserved bits, 0-7. */
  readonly rsv?: number
  /** Four bytes; none by default, as a server sends. */
  readonly mask?: Uint8Array
  /** The length in the header, where it is not the payload's. */
  readonly claims?: number | bigint
  /** Size of the extended length in bytes; the shortest possible by default. */
  readonly lengthField?: 0 | 2 | 8
}

/** The opcodes of RFC 6455. */
export const opcodes = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const

/** Encodes a frame exactly as described, valid or not. */
export function encodeFrame(shape: FrameShape): Buffer<ArrayBuffer> {
  const payload = Buffer.from(shape.payload ?? '')
  const first = ((shape.fin ?? true) ? 0x80 : 0) | ((shape.rsv ?? 0) << 4) | shape.opcode
  const length = encodeLength(shape, payload.length)
  const marked = (length[0] ?? 0) | (shape.mask === undefined ? 0 : 0x80)
  const head = [Buffer.from([first, marked]), length.subarray(1)]
  if (shape.mask === undefined) return Buffer.concat([...head, payload])
  return Buffer.concat([...head, shape.mask, masked(payload, shape.mask)])
}

/** A whole text message. */
export function text(payload: string | Uint8Array): Buffer<ArrayBuffer> {
  return encodeFrame({ opcode: opcodes.text, payload })
}

/** A whole binary message. */
export function binary(payload: Uint8Array): Buffer<ArrayBuffer> {
  return encodeFrame({ opcode: opcodes.binary, payload })
}

/** A ping. */
export function ping(payload: string | Uint8Array = ''): Buffer<ArrayBuffer> {
  return encodeFrame({ opcode: opcodes.ping, payload })
}

/** A close frame, with an empty body where there is no code. */
export function close(code?: number, reason: string | Uint8Array = ''): Buffer<ArrayBuffer> {
  if (code === undefined) return encodeFrame({ opcode: opcodes.close })
  const status = Buffer.from([code >> 8, code & 0xff])
  return encodeFrame({
    opcode: opcodes.close,
    payload: Buffer.concat([status, Buffer.from(reason)]),
  })
}

/** XORs a payload with a mask; applied twice it gives the payload back. */
export function masked(payload: Uint8Array, mask: Uint8Array): Buffer<ArrayBuffer> {
  return Buffer.from(payload.map((byte, index) => byte ^ (mask[index % 4] ?? 0)))
}

function encodeLength(shape: FrameShape, actual: number): Buffer<ArrayBuffer> {
  const claimed = BigInt(shape.claims ?? actual)
  const size = shape.lengthField ?? shortestField(claimed)
  if (size === 0) return Buffer.from([Number(claimed & 0x7fn)])
  const field = Buffer.alloc(size + 1, size === 2 ? 126 : 127)
  if (size === 2) field.writeUInt16BE(Number(claimed & 0xffffn), 1)
  if (size === 8) field.writeBigUInt64BE(BigInt.asUintN(64, claimed), 1)
  return field
}

function shortestField(length: bigint): 0 | 2 | 8 {
  if (length < 126n) return 0
  return length < 65_536n ? 2 : 8
}
