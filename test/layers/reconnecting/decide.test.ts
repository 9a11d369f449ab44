import { describe, expect, it } from 'vitest'
import type { CloseInfo } from '../../../src/core/channel.js'
import {
  BufferOverflowError,
  ConnectionClosedError,
  ConnectionFailedError,
  type ConnectionPhase,
  InvalidStateError,
  KeepAliveTimeoutError,
  MessageError,
  RequestTimeoutError,
} from '../../../src/core/errors.js'
import { type AttemptFailure, isTemporary } from '../../../src/layers/reconnecting/decide.js'

/** How a connection ended that was open. */
function ended(
  code: number,
  initiator: CloseInfo['initiator'] = 'remote',
  more: Partial<AttemptFailure> = {},
): AttemptFailure {
  const close = { code, reason: '', wasClean: code !== 1006, initiator }
  const error = new ConnectionClosedError('Closed', close)
  const hasError = ![1000, 1001, 1005].includes(code)
  const errorBox = hasError ? { error } : undefined
  return { error, errorBox, close, origin: 'connection', ...more }
}

/** How a connection ended that never opened. */
function failed(error: unknown, origin: AttemptFailure['origin'] = 'connection'): AttemptFailure {
  return { error, errorBox: { error }, close: undefined, origin }
}

const refused = (phase: ConnectionPhase, status?: number): AttemptFailure =>
  failed(new ConnectionFailedError('Refused', { url: 'ws://host/', phase, status }))

const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index)

describe('by the rules another attempt follows', () => {
  const finalCodes = [1000, 1002, 1003, 1007, 1008, 1009, 1010, 3000, 3003]

  it('a close by the peer with every code but those that would come again', () => {
    const codes = range(1000, 4999).filter((code) => !isTemporary(ended(code)))
    expect(codes).toEqual(finalCodes)
  })

  it('every connection that was closed from inside, whatever its code', () => {
    expect(range(1000, 4999).filter((code) => !isTemporary(ended(code, 'local')))).toEqual([])
  })

  it('a connection that broke', () => {
    expect(isTemporary(ended(1006, 'failure'))).toBe(true)
  })

  it('a peer that stopped answering', () => {
    const close = { code: 1006, reason: '', wasClean: false, initiator: 'failure' } as const
    const error = new KeepAliveTimeoutError('No pong', close)
    expect(isTemporary(ended(1006, 'failure', { error, errorBox: { error } }))).toBe(true)
  })

  it('an answer with every HTTP status but 3xx and most of 4xx', () => {
    const final = range(100, 599).filter((status) => !isTemporary(refused('handshake', status)))
    const temporary = [408, 425, 429]
    expect(final).toEqual(range(300, 499).filter((status) => !temporary.includes(status)))
  })

  it('a failed opening whose status the platform does not show', () => {
    for (const phase of ['network', 'handshake', 'timeout'] as const) {
      expect(isTemporary(refused(phase))).toBe(true)
    }
  })

  it('no refused subprotocol, with whatever status', () => {
    for (const status of [undefined, 101, 429, 503]) {
      expect(isTemporary(refused('subprotocol', status))).toBe(false)
    }
  })

  it.each([
    ['BufferOverflowError', new BufferOverflowError('Full', { limit: 1, actual: 2 })],
    ['MessageError', new MessageError('Not JSON', { data: '' })],
  ])('no %s of a connection, opened or not, though this side ended it', (_name, error) => {
    const errorBox = { error }
    const failures = [
      ended(1006, 'failure', { error, errorBox }),
      ended(1006, 'local', { error, errorBox }),
      failed(error),
    ]
    expect(failures.map(isTemporary)).toEqual([false, false, false])
  })

  it.each([
    new Error('any'),
    new InvalidStateError('used after close'),
    new RequestTimeoutError('no answer', { timeout: 5 }),
    Object.assign(new Error('aborted'), { name: 'AbortError' }),
    undefined,
    null,
    'text',
    0,
  ])('any other error of a connection that never opened: %s', (error) => {
    expect(isTemporary(failed(error))).toBe(true)
  })

  it.each([
    new TypeError('fetch failed'),
    new SyntaxError('not JSON'),
    new BufferOverflowError('Full', { limit: 1, actual: 2 }),
    new MessageError('Not JSON', { data: '' }),
    new ConnectionFailedError('Refused', { url: '', phase: 'handshake', status: 401 }),
    new ConnectionFailedError('Refused', { url: '', phase: 'subprotocol' }),
    new ConnectionClosedError('Closed', { ...ended(1000).close } as CloseInfo),
    undefined,
  ])('every rejection of an opener or of `onOpen`: %s', (error) => {
    expect(isTemporary(failed(error, 'rejection'))).toBe(true)
  })

  it.each([new TypeError('no channel'), new Error('any'), undefined])('no misuse: %s', (error) => {
    expect(isTemporary(failed(error, 'misuse'))).toBe(false)
  })

  it('an error of another copy of the package by its class, not by its name alone', () => {
    class Copy extends Error {
      static readonly kind = 'MessageError'
    }
    const named = Object.assign(new Error('other'), { name: 'MessageError' })
    expect([new Copy(), named].map((error) => isTemporary(failed(error)))).toEqual([false, true])
  })
})
