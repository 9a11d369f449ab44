import { describe, expect, it } from 'vitest'
import { Connection } from '../../../src/core/lifecycle/connection.js'
import { ConnectionClosedError } from '../../../src/core/errors.js'
import { channelSettings } from '../../../src/core/arguments/check-options.js'
import type { Socket } from '../../../src/core/socket.js'

/** A connection over an open socket, paused for an iterator that has more waiting than it may, and the calls of that socket. */
function paused(): { connection: Connection; calls: string[] } {
  const calls: string[] = []
  const socket: Socket = {
    bufferedAmount: 0,
    attach: (handlers) => handlers.opened(''),
    send: () => undefined,
    close: () => calls.push('close'),
    abort: () => calls.push('abort'),
    pause: () => calls.push('pause'),
    resume: () => calls.push('resume'),
  }
  const connection = new Connection({ socket }, channelSettings({ highWaterMark: 0 }, undefined))
  void connection.stream[Symbol.asyncIterator]().next()
  connection.message('taken')
  connection.message('waits')
  return { connection, calls }
}

describe('a socket that is paused for an iterator', () => {
  const errorBox = new ConnectionClosedError('Lost', {
    code: 1006,
    reason: '',
    wasClean: false,
    initiator: 'failure',
  })

  it.each([
    ['an abort', (connection: Connection) => connection.abort()],
    ['a failure', (connection: Connection) => connection.endWithError(errorBox)],
  ])('is resumed by %s before it is let go', (_how, end) => {
    const { connection, calls } = paused()
    end(connection)
    expect(calls).toEqual(['pause', 'resume', 'abort'])
  })

  it('is resumed when the closing handshake begins, once', () => {
    const { connection, calls } = paused()
    connection.requestClose({})
    expect(calls).toEqual(['pause', 'resume', 'close'])
    connection.abort()
    expect(calls).toEqual(['pause', 'resume', 'close', 'abort'])
  })
})
