import type { Frame, Sendable } from '../../src/core/frame.js'
import { codec } from '../../src/layers/codec.js'
import { json } from '../../src/layers/json.js'
import type { AnyChannel } from './adapter.js'
import type { Missing } from './capability.js'
import { missingWithCodec } from './frame-layers.js'

/** What channels lack that have {@link jsonFrames} on both sides. */
export const missingWithJson: Missing = {
  ...missingWithCodec,
  rawFrames: 'JSON takes more bytes, has no Blobs, and keeps lone surrogates',
}

/** Frames as JSON, which the same layer on the other side reads. */
export function jsonFrames(channel: AnyChannel): AnyChannel {
  return channel.pipe(json(), codec<Frame, Sendable, unknown, unknown>({ encode, decode }))
}

function encode(value: Sendable): unknown {
  if (typeof value === 'string') return value
  if (!(value instanceof ArrayBuffer || ArrayBuffer.isView(value))) throw new TypeError('no bytes')
  const { buffer, byteOffset, byteLength } = ArrayBuffer.isView(value)
    ? value
    : new Uint8Array(value)
  return [...new Uint8Array(buffer, byteOffset, byteLength)]
}

function decode(value: unknown): Frame {
  return typeof value === 'string' ? value : Uint8Array.from(value as number[])
}
