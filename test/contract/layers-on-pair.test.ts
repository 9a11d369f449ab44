import * as errors from '../../src/index.node.js'
import { frameLayers } from './frame-layers.js'
import { jsonPairAdapter } from './json-pair-adapter.js'
import { missingInMemory } from './missing.js'
import { overLayer } from './over-layer.js'
import { pairAdapter } from './pair-adapter.js'
import { runContract } from './run-contract.js'

const adapter = pairAdapter('channelPair', {
  missing: { ...missingInMemory, serverCodes: 'this is the client' },
  pair(options) {
    const [own, other] = errors.channelPair(options)
    return { own, other }
  },
})

for (const layer of frameLayers(errors)) runContract(overLayer(adapter, layer), errors)
runContract(jsonPairAdapter('channelPair, with json on both sides'), errors)
