import { describe, expect, it } from 'vitest'
import type { CloseInfo } from '../../../src/core/channel.js'
import { connectionClosed, endError } from '../../../src/core/lifecycle/end-errors.js'

const lost: CloseInfo = { code: 1006, reason: '', wasClean: false, initiator: 'failure' }

describe('the message of a ConnectionClosedError', () => {
  it.each([
    [{ code: 1011, reason: 'db down' }, undefined, 'Connection closed: received 1011 "db down"'],
    [{ code: 4000, reason: '' }, undefined, 'Connection closed: received 4000'],
    [{}, undefined, 'Connection closed: there was no close frame'],
    [{}, new Error('read ECONNRESET'), 'Connection closed: read ECONNRESET'],
    [{}, new Error('Received network error.'), 'Connection closed: Received network error'],
    [
      {},
      new Error('write EPROTO 80CC:ssl3_record.c:350:\n'),
      'Connection closed: write EPROTO 80CC:ssl3_record.c:350',
    ],
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

describe('the error of an addStream that the end cuts short', () => {
  it('has the cause of the end, where `stream` completes', () => {
    const cause = new Error('read ECONNRESET')
    const error = endError({ ...lost, initiator: 'local', cause }, undefined)
    expect(error).toMatchObject({ message: 'Connection closed: read ECONNRESET', cause })
  })

  it('is the cause itself, where that says how the connection ended', () => {
    const cause = connectionClosed(lost, undefined)
    expect(endError({ ...lost, initiator: 'local', cause }, undefined)).toBe(cause)
  })
})
