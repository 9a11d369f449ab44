import * as rxjs from 'rxjs/webSocket'
import { describe, expect, it } from 'vitest'
import * as portable from '../../src/rxjs.js'
import * as node from '../../src/rxjs.node.js'
import type { DropIn } from './drop-in.js'
import { identical } from './identical/identical.js'
import { mends } from './mends/mends.js'
import { perform } from './perform.js'

const original = rxjs as unknown as DropIn

const dropIns: readonly (readonly [string, DropIn])[] = [
  ['web-socket-channel/rxjs', portable],
  ['web-socket-channel/rxjs on Node', node],
]

describe.each([['rxjs/webSocket', original] as const, ...dropIns])('identical: %s', (_, module) => {
  describe.each(identical)('$sentence', ({ cases }) => {
    it.each(cases)('$name', (entry) => perform(entry, module))
  })
})

describe.each(dropIns)('mends: %s', (_, module) => {
  describe.each(mends)('$title', ({ cases }) => {
    it.each(cases)('$name', (entry) => perform(entry, module))
  })
})

// A mend that RxJS needs no more leaves the table.
describe.each(mends)('rxjs/webSocket lacks: $title', ({ cases }) => {
  it.each(cases)('$name', async (entry) => {
    await expect(perform(entry, original)).rejects.toThrow()
  })
})
