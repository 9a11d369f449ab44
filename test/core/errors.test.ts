import { describe, expect, it } from 'vitest'
import {
  BufferOverflowError,
  ConnectionClosedError,
  ConnectionFailedError,
  InvalidStateError,
  KeepAliveTimeoutError,
  MessageError,
  WebSocketChannelError,
} from '../../src/core/errors.js'

const cause = new Error('below')
const closing = { code: 1011, reason: 'why', wasClean: true, initiator: 'remote' } as const
const opening = { url: 'ws://host/', phase: 'handshake', status: 401, headers: {} } as const
const errors = [
  new WebSocketChannelError('m', { cause }),
  new ConnectionFailedError('m', { ...opening, cause }),
  new ConnectionClosedError('m', { ...closing, cause }),
  new KeepAliveTimeoutError('m', { ...closing, cause }),
  new BufferOverflowError('m', { limit: 1, actual: 2, cause }),
  new MessageError('m', { data: { any: 1 }, cause }),
  new InvalidStateError('m', { cause }),
]
const classes = [
  WebSocketChannelError,
  ConnectionFailedError,
  ConnectionClosedError,
  KeepAliveTimeoutError,
  BufferOverflowError,
  MessageError,
  InvalidStateError,
]

describe('an error', () => {
  it('carries its data, name, message and cause', () => {
    expect(errors.map((error) => Object.fromEntries(Object.entries(error)))).toEqual([
      { name: 'WebSocketChannelError' },
      { name: 'ConnectionFailedError', ...opening },
      { name: 'ConnectionClosedError', ...closing },
      { name: 'KeepAliveTimeoutError', ...closing },
      { name: 'BufferOverflowError', limit: 1, actual: 2 },
      { name: 'MessageError' },
      { name: 'InvalidStateError' },
    ])
    for (const error of errors) expect([error.message, error.cause]).toEqual(['m', cause])
  })

  it('of a message has its data and issues, which logs do not show', () => {
    const error = new MessageError('m', { data: { any: 1 }, issues: [{ message: 'no' }] })
    expect([error.data, error.issues]).toEqual([{ any: 1 }, [{ message: 'no' }]])
    expect(JSON.stringify(error)).toBe('{"name":"MessageError"}')
  })

  it.each([0, '', false, null, NaN])('keeps %j as its cause, which a user may throw', (thrown) => {
    const error = new MessageError('m', { data: 1, cause: thrown })
    expect(Object.getOwnPropertyDescriptor(error, 'cause')?.value).toBe(thrown)
  })

  it('has no `cause` property if none was passed', () => {
    expect(Object.hasOwn(new InvalidStateError('m'), 'cause')).toBe(false)
  })

  it('is of its class and those above it, to `is` as to `instanceof`', () => {
    for (const error of errors) {
      for (const Class of classes) expect(Class.is(error)).toBe(error instanceof Class)
    }
  })

  it('of another kind is none of them', () => {
    for (const value of [undefined, null, 1, 'ConnectionClosedError', {}, new Error('m')]) {
      for (const Class of classes) expect(Class.is(value)).toBe(false)
    }
  })
})
