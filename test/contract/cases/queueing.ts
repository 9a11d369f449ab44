import { equal, rejectionOf, within } from '../assert.js'
import type { ContractCase } from '../contract-case.js'

/** Guarantee 17: what is added before open. */
export const queueing: readonly ContractCase[] = [
  {
    guarantee: 17,
    name: 'what is added before open is sent in order on opening, before anything added later',
    requires: ['opening'],
    async run(context) {
      const { channel, peer } = context.connect('/silent')
      channel.sink.add('a')
      channel.sink.next(Uint8Array.of(1))
      channel.sink.add('')
      channel.states.subscribe((state) => {
        if (state === 'open') channel.sink.add('on the state')
      })
      void channel.ready.then(() => channel.sink.add('on ready'))
      channel.sink.add('b')
      const { frames } = await peer.seen('frames 6')
      equal(frames.slice(0, 4), ['text a', 'hex 01', 'text ', 'text b'])
      equal([...frames.slice(4)].sort(), ['text on ready', 'text on the state'])
    },
  },
  {
    guarantee: 17,
    name: 'binary data in the queue is a snapshot of the bytes that were added',
    requires: ['opening'],
    async run(context) {
      const { channel, peer } = context.connect('/silent')
      const bytes = Uint8Array.of(0, 1, 2, 3)
      channel.sink.add(bytes)
      channel.sink.add(bytes.buffer)
      channel.sink.add(bytes.subarray(1, 3))
      channel.sink.add(new DataView(bytes.buffer, 2))
      bytes.fill(255)
      const { frames } = await peer.seen('frames 4')
      equal(frames, ['hex 00010203', 'hex 00010203', 'hex 0102', 'hex 0203'])
    },
  },
  {
    guarantee: 17,
    name: '`bufferedAmount` counts the queue in bytes, text as UTF-8, and falls to 0 after opening',
    requires: ['opening'],
    async run(context) {
      const { channel, peer } = context.connect('/late')
      channel.sink.add('aé€\u{1f600}')
      channel.sink.add(new Uint16Array(3))
      channel.sink.add('')
      equal(channel.sink.bufferedAmount, 16, '`bufferedAmount`')
      await peer.seen('connected')
      await peer.tell('accept')
      await peer.seen('frames 3')
      await within(channel.sink.addStream([]), 'an empty `addStream`')
      equal(channel.sink.bufferedAmount, 0, '`bufferedAmount` after opening')
    },
  },
  {
    guarantee: 17,
    name: 'if the connection fails the queue is dropped, and `bufferedAmount` still counts its bytes',
    requires: ['opening'],
    async run(context) {
      const { channel, peer } = context.connect('/hang-up')
      channel.sink.add('abc')
      channel.sink.add(new Uint8Array(4))
      await rejectionOf(channel.ready, '`ready`')
      equal(channel.sink.bufferedAmount, 7, '`bufferedAmount`')
      channel.sink.add('é')
      equal(channel.sink.bufferedAmount, 9, '`bufferedAmount` after one more')
      equal((await peer.seen()).frames, [], 'what the peer saw')
    },
  },
  {
    guarantee: 17,
    name: 'an abort before open leaves the bytes of the queue in `bufferedAmount`',
    requires: ['opening'],
    async run(context) {
      const { channel } = context.connect('/no-answer')
      channel.sink.add('abc')
      channel.abort()
      equal(channel.sink.bufferedAmount, 3, '`bufferedAmount`')
      await within(channel.closed, '`closed`')
      equal(channel.sink.bufferedAmount, 3, '`bufferedAmount` after the end')
    },
  },
  {
    guarantee: 17,
    name: 'a close before open that is cut short leaves the bytes of the queue in `bufferedAmount`',
    requires: ['opening'],
    async run(context) {
      const { channel, peer } = context.connect('/no-answer', { closeTimeout: 100 })
      channel.sink.add('abc')
      await within(channel.sink.close(), '`close`')
      channel.sink.next('de')
      equal(channel.sink.bufferedAmount, 5, '`bufferedAmount`')
      equal((await peer.seen()).frames, [], 'what the peer saw')
    },
  },
]
