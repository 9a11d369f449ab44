import { inject } from 'vitest'
import * as errors from '../../src/index.node.js'
import { runContract } from './run-contract.js'
import { servedAdapter } from './served-adapter.js'

runContract(await servedAdapter('serveChannels', inject('peerUrl')), errors)
