import { retry } from 'rxjs'
import { claim, equal, fieldsOf } from '../../contract/assert.js'
import type { SocketCase } from './socket-case.js'

/** What the drop-in does in another way than `rxjs/webSocket`, over real sockets. */
export const mendsOverSockets: readonly SocketCase[] = [
  {
    name: 'a connection that never opened is a ConnectionFailedError',
    run: async (play) => {
      play.observe(play.subject('/status?code=401'))
      await play.until('error')
      equal(fieldsOf(play.error, 'type'), { name: 'ConnectionFailedError', type: 'error' })
      claim((play.error as Error).cause !== undefined, 'it has a cause')
    },
  },
  {
    name: 'a connection that is lost is a ConnectionClosedError',
    run: async (play) => {
      play.observe(play.subject('/drop'))
      await play.until('error')
      equal(fieldsOf(play.error, 'type', 'code', 'reason', 'wasClean'), {
        name: 'ConnectionClosedError',
        type: 'close',
        code: 1006,
        reason: '',
        wasClean: false,
      })
      await play.until('closed')
    },
  },
  {
    name: 'a code that the socket refuses is thrown by `error()`, and the connection goes on',
    run: async (play) => {
      const subject = play.subject('/echo')
      play.observe(subject)
      await play.until('open')
      let thrown: unknown
      try {
        subject.error({ code: 5 })
      } catch (error) {
        thrown = error
      }
      claim(thrown !== undefined, 'it throws')
      subject.next(1)
      await play.until('1')
      subject.complete()
      await play.until('complete')
    },
  },
  {
    name: 'unsubscribe while connecting and subscribe again: one connection remains, and works',
    run: async (play) => {
      const subject = play.subject('/echo')
      play.observe(subject).unsubscribe()
      subject.next(1)
      play.observe(subject)
      await play.until('closed')
      await play.until('1')
      subject.next(2)
      await play.until('2')
      equal(play.log.toSorted(), ['1', '2', 'closed 1006', 'open'])
      subject.complete()
      await play.until('complete')
    },
  },
  {
    name: 'a message that cannot be read: all who retry share the next connection',
    run: async (play) => {
      const source = play.subject('/send?text={').pipe(retry(1))
      play.observe(source)
      play.observe(source)
      await play.until('error')
      await play.until('closed')
      equal(play.log.filter((event) => event === 'open').length, 2)
      equal(fieldsOf(play.error), { name: 'SyntaxError' })
    },
  },
  {
    name: '`next` while the socket closes is for the next connection',
    run: async (play) => {
      const subject = play.subject('/echo')
      play.observe(subject)
      await play.until('open')
      subject.complete()
      subject.next(1)
      await play.until('complete')
      play.observe(subject)
      await play.until('1')
      subject.complete()
    },
  },
]
