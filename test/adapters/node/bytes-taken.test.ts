import { describe, expect, it } from 'vitest'
import { Socket } from 'node:net'
import { bytesTaken } from '../../../src/adapters/node/bytes-taken.js'

/** A `ws` socket over a connection with this handle. */
function over(handle: unknown): never {
  return { _socket: Object.assign(new Socket(), { _handle: handle }) } as never
}

describe('the bytes that the operating system has taken', () => {
  it('are those written to the connection that its handle has not queued', () => {
    expect(bytesTaken(over({ bytesWritten: 100, writeQueueSize: 30 }))).toBe(70)
  })

  it('are counted below TLS, whose own queue shrinks later', () => {
    const handle = { bytesWritten: 100, writeQueueSize: 100, _parent: { writeQueueSize: 30 } }
    expect(bytesTaken(over(handle))).toBe(70)
  })

  it('are counted by TLS itself if it runs over something else than TCP', () => {
    const handle = { bytesWritten: 100, writeQueueSize: 60, _parent: {} }
    expect(bytesTaken(over(handle))).toBe(40)
  })

  it.each([
    ['after the end', over(null)],
    ['with other fields', over({ bytesWritten: 100 })],
    ['with fields of another type', over({ bytesWritten: '100', writeQueueSize: 0 })],
    ['over a stream that is no connection of Node', { _socket: {} } as never],
    ['before open', {} as never],
  ])('are unknown %s', (_, native) => {
    expect(bytesTaken(native)).toBe(undefined)
  })
})
