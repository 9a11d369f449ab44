import type { Layer } from '../../src/core/channel.js'
import type { Frame, Sendable } from '../../src/core/frame.js'
import { codec } from '../../src/layers/codec.js'
import { json } from '../../src/layers/json.js'
import { requests } from '../../src/layers/requests.js'
import type { AnyChannel } from './adapter.js'
import type { Missing } from './capability.js'

type FrameLayer = Layer<AnyChannel, AnyChannel>

/** A layer, or several, around channels that the contract is about. */
export interface ContractLayer {
  readonly name: string
  readonly layer: FrameLayer
  readonly missing: Missing
}

const refusedByCodec: Missing = {
  typeErrors: 'a codec refuses it with a MessageError',
}

const identity: FrameLayer = codec<Frame, Sendable>({
  decode: (frame) => frame,
  encode: (value) => value,
})
const asking: FrameLayer = requests<Frame, Sendable>({
  answers: () => undefined,
  stamp: (message) => message,
})

/** Layers that leave frames as they are. */
export const frameLayers: readonly ContractLayer[] = [
  { name: 'with a codec', layer: identity, missing: refusedByCodec },
  { name: 'with requests', layer: asking, missing: {} },
  {
    name: 'with a codec and requests',
    layer: (channel) => channel.pipe(identity, asking),
    missing: refusedByCodec,
  },
]

/** What channels lack that have {@link jsonFrames} on both sides. */
export const missingWithJson: Missing = {
  ...refusedByCodec,
  rawFrames: 'JSON takes more bytes, has no Blobs, and keeps lone surrogates',
}

/** Frames as JSON, which the same layer on the other side reads. */
export const jsonFrames: FrameLayer = (channel) =>
  channel.pipe(json(), codec<Frame, Sendable, unknown, unknown>({ encode, decode }))

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
