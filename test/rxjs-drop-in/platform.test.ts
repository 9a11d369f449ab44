import * as rxjs from 'rxjs/webSocket'
import { expect, it } from 'vitest'
import { checkClose } from '../../src/core/lifecycle/close-request.js'
import * as portable from '../../src/rxjs.js'
import type { DropIn } from './drop-in.js'
import { MockSockets } from './mock-sockets.js'
import { perform } from './perform.js'
import { withPlatform } from './with-platform.js'

// Without `WebSocketCtor`, elsewhere than on Node.

const modules: readonly (readonly [string, DropIn])[] = [
  ['rxjs/webSocket', rxjs as unknown as DropIn],
  ['web-socket-channel/rxjs', portable],
]

it.each(modules)('%s: the class is read when the subject is created', (_, { webSocket }) => {
  const [first, second] = [new MockSockets([]), new MockSockets([])]
  withPlatform(first.Ctor, () => {
    const subject = webSocket('ws://a')
    withPlatform(second.Ctor, () => {
      subject.subscribe().unsubscribe()
    })
  })
  expect([first.last.created, second.all]).toEqual([['ws://a'], []])
})

it.each(modules)('%s: `data` is what the class gives by default', (_, { webSocket }) => {
  const { Ctor, last } = socketsAfter((sockets) => {
    withPlatform(sockets.Ctor, () => webSocket('ws://a').subscribe().unsubscribe())
  })
  expect(Ctor).toBeTypeOf('function')
  expect(last.socket).not.toHaveProperty('binaryType')
})

it.each(modules)('%s: where there is no class, creating a subject throws', (_, { webSocket }) => {
  withPlatform(undefined, () => {
    expect(() => webSocket('ws://a')).toThrow()
    expect(() =>
      webSocket({ url: 'ws://a', WebSocketCtor: new MockSockets([]).Ctor }),
    ).not.toThrow()
  })
})

it('the error says what to do', () => {
  withPlatform(undefined, () => {
    const message = 'Cannot connect without a WebSocket on this platform: use WebSocketCtor'
    expect(() => portable.webSocket('ws://a')).toThrow(new Error(message))
  })
})

it('an invalid code is refused while the connection is open, which goes on', () =>
  perform(
    {
      name: '',
      run: ({ webSocket, mocks, observe, log }) => {
        withPlatform(mocks.Ctor, () => {
          const subject = webSocket({
            url: 'ws://a',
            closingObserver: { next: () => log.push('closing') },
          })
          observe(subject)
          mocks.last.open()
          expect(() => {
            subject.error({ code: 1001 })
          }).toThrow(refusalOf(1001))
          subject.next(1)
          subject.error({ code: 4000, reason: 'bye' })
        })
        expect(mocks.last.closed).toEqual([[4000, 'bye']])
        expect(log).toEqual(['send 1', 'closing', 'close()'])
      },
    },
    portable,
  ))

function refusalOf(code: number): unknown {
  try {
    checkClose({ code })
  } catch (error) {
    return error
  }
  return undefined
}

function socketsAfter(use: (sockets: MockSockets) => void): MockSockets {
  const sockets = new MockSockets([])
  use(sockets)
  return sockets
}
