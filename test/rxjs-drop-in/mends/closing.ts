import { claim, equal, same, thrownBy } from '../../contract/assert.js'
import type { Mend } from '../drop-in.js'
import { withPlatform } from '../with-platform.js'

export const nextWhileClosing: Mend = {
  title: '`next` while the socket closes is queued for the next connection',
  cases: [
    {
      name: 'after `complete()`',
      run: ({ subject, mocks, observe }) => {
        const source = subject()
        observe(source)
        mocks.last.open()
        source.complete()
        source.next(1)
        mocks.last.end()
        observe(source)
        mocks.last.open()
        equal(mocks.last.sent, ['1'])
      },
    },
    {
      name: 'inside the closing observer',
      run: ({ subject, mocks, observe }) => {
        const closingObserver = {
          next: () => {
            source.next(1)
          },
        }
        const source = subject({ closingObserver })
        observe(source)
        mocks.last.open()
        source.complete()
        mocks.last.end()
        observe(source)
        mocks.last.open()
        equal(mocks.last.sent, ['1'])
      },
    },
    {
      name: 'while the peer closes',
      run: ({ subject, mocks, observe }) => {
        const source = subject()
        observe(source)
        mocks.last.open()
        mocks.last.socket.readyState = 2
        source.next(1)
        mocks.last.end()
        source.next(2)
        observe(source)
        mocks.last.open()
        equal([mocks.all[0]?.sent, mocks.last.sent], [[], ['1', '2']])
      },
    },
  ],
}

export const throwingClose: Mend = {
  title: "What the socket's `close` throws is thrown by `error()`, and nothing has changed",
  cases: [
    {
      name: 'the connection goes on, and can be closed with another code',
      run: ({ subject, mocks, observe, log }) => {
        const source = subject()
        observe(source)
        mocks.last.open()
        const refused = new RangeError('no such code')
        mocks.last.onClose = () => {
          throw refused
        }
        same(
          thrownBy(() => source.error({ code: 5 })),
          refused,
        )
        mocks.last.onClose = () => undefined
        source.next(1)
        mocks.last.receive(2)
        source.error({ code: 4000 })
        mocks.last.end(4000)
        equal(log, ['close()', 'send 1', 'a 2', 'close()', 'a complete'])
      },
    },
    {
      name: 'without `WebSocketCtor`, a RangeError for all codes but 1000 and 3000-4999, whatever the state',
      run: ({ webSocket, mocks }) => {
        withPlatform(mocks.Ctor, () => {
          const source = webSocket('ws://a')
          const long = 'x'.repeat(124)
          const refused = [1, 999, 1001, 1005, 1006, 1011, 2999, 5000, 4000.5, 'ECONNRESET']
          for (const code of refused) {
            const thrown = thrownBy(() => source.error({ code }), `error() with ${String(code)}`)
            claim(thrown instanceof RangeError, `it is a RangeError for ${String(code)}`)
          }
          const tooLong = thrownBy(() => source.error({ code: 4000, reason: long }))
          claim(tooLong instanceof RangeError, 'it is a RangeError for a long reason')
          source.error({ code: 4000, reason: long.slice(1) })
        })
      },
    },
    {
      name: 'also by `complete()`',
      run: ({ subject, mocks, observe, log }) => {
        const source = subject()
        observe(source)
        mocks.last.open()
        const refused = new Error('refused')
        mocks.last.onClose = () => {
          throw refused
        }
        same(
          thrownBy(() => {
            source.complete()
          }),
          refused,
        )
        source.next(1)
        equal(log, ['close()', 'send 1'])
      },
    },
    {
      name: 'before the opening there is no caller: it is reported, and the connection goes on',
      run: ({ subject, mocks, observe, log, reported, advance }) => {
        const source = subject()
        observe(source)
        source.error({ code: 5 })
        const refused = new RangeError('no such code')
        mocks.last.onClose = () => {
          throw refused
        }
        mocks.last.open()
        same(reported()[0], refused)
        advance(60_000)
        source.next(1)
        equal(log, ['close()', 'send 1'])
      },
    },
  ],
}
