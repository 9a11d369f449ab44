import { EventEmitter } from 'node:events'
import { expect, it } from 'vitest'
import type { WebSocket } from 'ws'
import { ignoreLateErrors } from '../../../src/adapters/node/late-errors.js'

it('ignores errors until the socket closes, and leaves no listener', () => {
  const native = new EventEmitter() as unknown as WebSocket
  ignoreLateErrors(native)
  expect(native.emit('error', new Error('late'))).toBe(true)
  native.emit('close')
  expect(native.eventNames()).toEqual([])
  expect(() => native.emit('error', new Error('nobody listens'))).toThrow('nobody listens')
})
