import { describe, expect, it } from 'vitest'
import type { CloseInfo } from '../../../src/core/channel.js'
import { connectionClosed } from '../../../src/core/lifecycle/end-errors.js'

const lost: CloseInfo = { code: 1006, reason: '', wasClean: false, initiator: 'failure' }

describe('the message of a ConnectionClosedError', () => {
  it.each([
    [{ code: 1011, reason: 'db down' }, undefined, 'Connection closed: received 1011 "db down"'],
    [{ code: 4000, reason: '' }, undefined, 'Connection closed: received 4000'],
    [{}, undefined, 'Connection closed: there was no close frame'],
    [{}, new Error('read ECONNRESET'), 'Connection closed: read ECONNRESET'],
    [{}, new Error('Received network error.'), 'Connection closed: Received network error'],
    [{}, 'no error', 'Connection closed: there was no close frame'],
    [{}, new Error('ws://user:key@host/ broke'), 'Connection closed: there was no close frame'],
    [{}, new Error('ws://host/?token=1 broke'), 'Connection closed: there was no close frame'],
  ])('of %j with %s is composed of them', (known, cause, message) => {
    const info = { ...lost, ...known }
    const error = connectionClosed(info, cause)
    expect(error.message).toBe(message)
    expect(error).toMatchObject(info)
    expect(error.cause).toBe(cause)
  })
})
