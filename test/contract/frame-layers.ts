import type { Layer } from '../../src/core/channel.js'
import type { Frame, Sendable } from '../../src/core/frame.js'
import type { codec } from '../../src/layers/codec.js'
import type { heartbeat } from '../../src/layers/heartbeat/heartbeat.js'
import type { requests } from '../../src/layers/requests.js'
import type { AnyChannel } from './adapter.js'
import type { Missing } from './capability.js'

/** A layer, or several, around channels that the contract is about. */
export interface ContractLayer {
  readonly name: string
  readonly layer: Layer<AnyChannel, AnyChannel>
  readonly missing: Missing
}

/** What an entry exports of layers. */
export interface LayersOfEntry {
  readonly codec: typeof codec
  readonly heartbeat: typeof heartbeat
  readonly requests: typeof requests
}

/** What channels lack that have a codec around them. */
export const missingWithCodec: Missing = { typeErrors: 'a codec refuses it with a MessageError' }

/** Layers that leave frames as they are. */
export function frameLayers(entry: LayersOfEntry): readonly ContractLayer[] {
  return [
    { name: 'with a codec', layer: identity(entry), missing: missingWithCodec },
    { name: 'with requests', layer: asking(entry), missing: {} },
    { name: 'with a heartbeat', layer: beating(entry), missing: {} },
    codecAndRequests(entry),
  ]
}

/** Two layers at once, which leave frames as they are. */
export function codecAndRequests(entry: LayersOfEntry): ContractLayer {
  return {
    name: 'with a codec and requests',
    layer: (channel) => channel.pipe(identity(entry), asking(entry)),
    missing: missingWithCodec,
  }
}

function identity(entry: LayersOfEntry): Layer<AnyChannel, AnyChannel> {
  return entry.codec<Frame, Sendable>({ decode: (frame) => frame, encode: (value) => value })
}

/** Requests to which no frame is an answer. */
function asking(entry: LayersOfEntry): Layer<AnyChannel, AnyChannel> {
  return entry.requests<Frame, Sendable>({ answers: () => undefined, stamp: (message) => message })
}

/** A heartbeat that hears each frame, and of which none is a part. */
function beating(entry: LayersOfEntry): Layer<AnyChannel, AnyChannel> {
  return entry.heartbeat({
    message: 'heartbeat',
    isReply: () => false,
    answer: () => undefined,
  })
}
