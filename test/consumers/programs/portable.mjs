import { browser } from './browser.mjs'
import { resultsOf } from './conversation.mjs'
import { root } from './root.mjs'

globalThis.result = resultsOf({ root, browser })
