import * as errors from '../../src/index.node.js'
import { missingInMemory } from './missing.js'
import { pairAdapter } from './pair-adapter.js'
import { reconnectingAdapter } from './reconnecting-adapter.js'
import { runContract } from './run-contract.js'

const adapter = pairAdapter('channelPair', {
  missing: { ...missingInMemory, serverCodes: 'this is the client' },
  pair(options) {
    const [own, other] = errors.channelPair(options)
    return { own, other }
  },
})

runContract(reconnectingAdapter(adapter, errors), errors)
