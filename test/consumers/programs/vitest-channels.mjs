import { expect, test } from 'vitest'
import { testChannels } from './channels.mjs'

testChannels({ test, expect })
