import { expect, test } from '@jest/globals'
import { testChannels } from './channels.mjs'

testChannels({ test, expect })
