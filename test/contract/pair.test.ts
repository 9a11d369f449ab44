import * as errors from '../../src/index.node.js'
import { missingInMemory } from './missing.js'
import { pairAdapter } from './pair-adapter.js'
import { runContract } from './run-contract.js'

const asClient = pairAdapter("channelPair, the client's side", {
  missing: { ...missingInMemory, serverCodes: 'this is the client' },
  pair(options) {
    const [own, other] = errors.channelPair(options)
    return { own, other }
  },
})
const asServer = pairAdapter("channelPair, the server's side", {
  missing: {
    ...missingInMemory,
    clientCodes: 'this is the server',
    peerOwnCodes: 'the peer is a client of this library',
  },
  pair(options) {
    const [other, own] = errors.channelPair(options)
    return { own, other }
  },
})

runContract(asClient, errors)
runContract(asServer, errors)
