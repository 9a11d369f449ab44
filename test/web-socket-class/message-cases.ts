import { equal } from '../contract/assert.js'
import { type ClassCase, nameThrownBy } from './class-case.js'

/** Messages and the end of a connection. */
export const messageCases: readonly ClassCase[] = [
  {
    name: 'it opens, echoes text and closes with the code given',
    async run(play) {
      const socket = play.socket('/echo')
      equal(socket.readyState, 0, '`readyState` at first')
      await play.until('open')
      socket.send('Hello!')
      await play.until('message')
      socket.close(4001, 'bye')
      equal(socket.readyState, 2, '`readyState` after `close`')
      await play.until('close')
      equal(play.log, ['open, 1', 'message Hello!', 'close 4001 "bye" clean, 3'])
    },
  },
  {
    name: 'binary data comes as binaryType says',
    async run(play) {
      const socket = play.socket('/echo')
      await play.until('open')
      socket.send(new Uint8Array([1, 2, 3]).subarray(1))
      await play.until('message bytes 2,3')
      socket.send(new Uint8Array([4]).buffer)
      await play.until('message bytes 4')
      socket.binaryType = 'blob'
      socket.send(new Blob([new Uint8Array([5])]))
      await play.until('message [object Blob]')
      socket.close()
    },
  },
  {
    name: 'what is no string and not binary is sent as a string',
    async run(play) {
      const socket = play.socket('/echo')
      await play.until('open')
      for (const value of [7, null, undefined, { toString: () => 'an object' }]) {
        socket.send(value as never)
      }
      await play.until('message an object')
      equal(
        play.log.slice(1),
        ['7', 'null', 'undefined', 'an object'].map((text) => `message ${text}`),
      )
      socket.close()
    },
  },
  {
    name: 'a lone surrogate is sent as U+FFFD',
    async run(play) {
      const socket = play.socket('/echo')
      await play.until('open')
      socket.send('a\ud800b')
      await play.until('message a\ufffdb')
      socket.close()
    },
  },
  {
    name: 'send before open throws InvalidStateError',
    run(play) {
      const socket = play.socket('/no-answer')
      equal(
        nameThrownBy(() => socket.send('early')),
        'InvalidStateError',
      )
      socket.close()
    },
  },
  {
    name: 'send without an argument throws TypeError',
    run(play) {
      const socket = play.socket('/no-answer')
      equal(
        nameThrownBy(() => (socket.send as () => void)()),
        'TypeError',
      )
      socket.close()
    },
  },
  {
    name: 'send after close is counted in bufferedAmount, and not sent',
    async run(play) {
      const socket = play.socket('/echo')
      await play.until('open')
      socket.close()
      const before = socket.bufferedAmount
      socket.send('aé')
      socket.send(new Uint8Array(4))
      equal(socket.bufferedAmount - before, 7, 'what `bufferedAmount` grew by')
      await play.until('close')
      equal(socket.bufferedAmount - before, 7, 'that after the end')
      equal(play.log.length, 2, 'the number of events')
    },
  },
  {
    name: 'no message comes after close was called',
    async run(play) {
      const socket = play.socket('/send?text=one&text=two')
      socket.onmessage = () => {
        socket.close()
      }
      await play.until('close')
      equal(
        play.log.filter((line) => line.startsWith('message')),
        ['message one'],
      )
    },
  },
  {
    name: 'the peer closes without a code',
    async run(play) {
      play.socket('/close')
      await play.until('close')
      equal(play.log, ['open, 1', 'close 1005 "" clean, 3'])
    },
  },
  {
    name: 'the peer closes with a code that is an error',
    async run(play) {
      play.socket('/close?code=4000&reason=bye')
      await play.until('close')
      equal(play.log, ['open, 1', 'close 4000 "bye" clean, 3'])
    },
  },
  {
    name: 'messages come before the close that follows them',
    async run(play) {
      play.socket('/send?text=one&text=two&close=4000')
      await play.until('close')
      equal(play.log, ['open, 1', 'message one', 'message two', 'close 4000 "" clean, 3'])
    },
  },
  {
    name: 'a refused opening is an error and a close with 1006',
    async run(play) {
      play.socket('/status?code=401')
      await play.until('close')
      equal(play.log, ['error, 3', 'close 1006 "" unclean, 3'])
    },
  },
  {
    name: 'close before open is an error and a close with 1006',
    async run(play) {
      const socket = play.socket('/no-answer')
      socket.close(4000, 'not sent')
      equal(socket.readyState, 2, '`readyState` after `close`')
      equal(play.log, [], 'the events so far')
      await play.until('close')
      equal(play.log, ['error, 3', 'close 1006 "" unclean, 3'])
    },
  },
  {
    name: 'a connection that is lost closes with 1006',
    async run(play) {
      play.socket('/drop')
      await play.until('close')
      equal(play.log.at(-1), 'close 1006 "" unclean, 3')
      equal(play.log[0], 'open, 1')
    },
  },
  {
    name: 'close checks its code and its reason, in every state',
    async run(play) {
      const socket = play.socket('/echo')
      const check = (): void => {
        for (const code of [0, 999, 1001, 1005, 2999, 5000]) {
          equal(
            nameThrownBy(() => socket.close(code)),
            'InvalidAccessError',
            String(code),
          )
        }
        equal(
          nameThrownBy(() => socket.close(1000, 'é'.repeat(62))),
          'SyntaxError',
          'a long reason',
        )
      }
      check()
      await play.until('open')
      check()
      equal(socket.readyState, 1)
      socket.close(3000, 'é'.repeat(61))
      check()
      await play.until('close 3000')
      check()
      socket.close()
    },
  },
  {
    name: 'close rounds its code, a half to the even number',
    async run(play) {
      const socket = play.socket('/echo')
      await play.until('open')
      socket.close(3000.5)
      await play.until('close 3000')
    },
  },
]
