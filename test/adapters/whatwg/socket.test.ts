import { describe, expect, it } from 'vitest'
import { WhatwgSocket } from '../../../src/adapters/whatwg/socket.js'
import type { SocketClose, SocketFailure } from '../../../src/core/socket.js'

/** A socket of the platform that emits nothing by itself. */
class FakeWebSocket extends EventTarget {
  readonly readyState: number
  readonly bufferedAmount = 0
  // React Native and workerd have none until they know one.
  readonly protocol = undefined as unknown as string
  readonly url = 'ws://host/'
  binaryType = 'blob'
  constructor(readyState = 0) {
    super()
    this.readyState = readyState
  }
  send(): void {
    throw new Error('Nothing is sent here')
  }
  close(): void {
    throw new Error('Nothing is closed here')
  }
}

/** Returns the failure that the adapter reports for an `error` event. */
function failureOf(event: object): SocketFailure | undefined {
  const socket = new FakeWebSocket()
  const failures: SocketFailure[] = []
  const unexpected = (): never => {
    throw new Error('Only an error was emitted')
  }
  new WhatwgSocket(socket).attach({
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
  it('with an error has that as its cause', () => {
    const error = new Error('refused')
    expect(failureOf({ error, message: 'refused' })).toEqual({ cause: error })
  })

  it('with a message alone has an error with that message as its cause', () => {
    expect(failureOf({ message: 'refused' })).toEqual({ cause: new Error('refused') })
  })

  it('without either has no cause', () => {
    expect(failureOf({})).toEqual({ cause: undefined })
  })
})

describe('a socket without some members', () => {
  it.each([0, 1])('opens without a subprotocol, in state %i', (readyState) => {
    const socket = new FakeWebSocket(readyState)
    const opened: string[] = []
    new WhatwgSocket(socket).attach({
      opened: (protocol) => opened.push(protocol),
      message: () => undefined,
      closed: () => undefined,
      failed: () => undefined,
    })
    if (readyState === 0) socket.dispatchEvent(new Event('open'))
    expect(opened).toEqual([''])
  })

  it.each([
    [{ code: 1000 }, { code: 1000, reason: '', wasClean: true }],
    [
      { code: 4000, reason: 'why', wasClean: false },
      { code: 4000, reason: 'why', wasClean: false },
    ],
    [
      { code: 4000, reason: null },
      { code: 4000, reason: '', wasClean: true },
    ],
    [{ reason: 'the network is gone' }, { code: 1006, reason: '', wasClean: false }],
  ])('closes with %j as %j', (event, wanted) => {
    const socket = new FakeWebSocket()
    const closes: SocketClose[] = []
    new WhatwgSocket(socket).attach({
      opened: () => undefined,
      message: () => undefined,
      closed: (close) => closes.push(close),
      failed: () => undefined,
    })
    socket.dispatchEvent(Object.assign(new Event('close'), event))
    expect(closes).toEqual([wanted])
  })
})

describe('a Blob that cannot be read', () => {
  it('is a failure of the connection', async () => {
    const failures: SocketFailure[] = []
    const adapter = new WhatwgSocket(new FakeWebSocket(1))
    adapter.attach({
      opened: () => undefined,
      message: () => undefined,
      closed: () => undefined,
      failed: (failure) => failures.push(failure),
    })
    const cause = new Error('the file is gone')
    adapter.send(Object.assign(new Blob(['lost']), { arrayBuffer: () => Promise.reject(cause) }))
    await expect.poll(() => failures).toEqual([{ cause }])
  })
})
