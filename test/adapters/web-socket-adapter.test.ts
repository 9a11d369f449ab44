import { describe, expect, it } from 'vitest'
import { WebSocketAdapter } from '../../src/adapters/web-socket-adapter.js'
import type { SocketFailure } from '../../src/core/socket.js'

/** A socket of the platform that only tells what a test has it tell. */
class FakeWebSocket extends EventTarget {
  readonly readyState = 0
  readonly bufferedAmount = 0
  readonly protocol = ''
  readonly url = 'ws://host/'
  binaryType = 'blob'
  send(): void {
    throw new Error('Nothing is sent here')
  }
  close(): void {
    throw new Error('Nothing is closed here')
  }
}

/** What the adapter makes of an `error` event. */
function failureOf(event: object): SocketFailure | undefined {
  const socket = new FakeWebSocket()
  const failures: SocketFailure[] = []
  const unexpected = (): never => {
    throw new Error('Only an error was told')
  }
  new WebSocketAdapter(socket).attach({
    opened: unexpected,
    message: unexpected,
    closed: unexpected,
    failed: (failure) => failures.push(failure),
  })
  socket.dispatchEvent(Object.assign(new Event('error'), event))
  expect(failures).toHaveLength(1)
  return failures[0]
}

describe('an error event', () => {
  it('with an error passes that on as the cause', () => {
    const error = new Error('refused')
    expect(failureOf({ error, message: 'refused' })).toEqual({ cause: error })
  })

  it('with a message alone makes an error of it', () => {
    expect(failureOf({ message: 'refused' })).toEqual({ cause: new Error('refused') })
  })

  it('without either has no cause', () => {
    expect(failureOf({})).toEqual({ cause: undefined })
  })
})
