import { channelPair } from '../../src/channels/channel-pair.js'
import type { Adapter } from './adapter.js'
import { jsonFrames, missingWithJson } from './json-frames.js'
import { missingInMemory } from './missing.js'
import { pairAdapter } from './pair-adapter.js'

/** The client's side of a pair that has json on both sides. */
export function jsonPairAdapter(name: string): Adapter {
  return pairAdapter(name, {
    missing: { ...missingInMemory, ...missingWithJson, serverCodes: 'this is the client' },
    pair(options) {
      const [own, other] = channelPair(options)
      return { own: jsonFrames(own), other: jsonFrames(other) }
    },
  })
}
