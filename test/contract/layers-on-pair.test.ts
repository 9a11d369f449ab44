import * as errors from '../../src/index.node.js'
import { frameLayers } from './frame-layers.js'
import { jsonFrames, missingWithJson } from './json-frames.js'
import { missingInMemory } from './missing.js'
import { overLayer } from './over-layer.js'
import { pairAdapter } from './pair-adapter.js'
import { runContract } from './run-contract.js'

const missing = { ...missingInMemory, serverCodes: 'this is the client' }
const adapter = pairAdapter('channelPair', {
  missing,
  pair(options) {
    const [own, other] = errors.channelPair(options)
    return { own, other }
  },
})
const withJson = pairAdapter('channelPair, with json on both sides', {
  missing: { ...missing, ...missingWithJson },
  pair(options) {
    const [own, other] = errors.channelPair(options)
    return { own: jsonFrames(own), other: jsonFrames(other) }
  },
})

for (const layer of frameLayers(errors)) runContract(overLayer(adapter, layer), errors)
runContract(withJson, errors)
