import { it } from 'mocha'
import { testChannels } from './channels.mjs'
import { expect } from './expect.mjs'

testChannels({ test: it, expect })
