import { resultsOf } from './conversation.mjs'
import { node } from './node.mjs'
import { root } from './root.mjs'

globalThis.result = resultsOf({ root, node })
