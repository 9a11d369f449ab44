import { claim, equal, within } from '../assert.js'
import type { ContractCase } from '../contract-case.js'

/** Guarantee 17 in an open channel: what may be added, and how it leaves. */
export const adding: readonly ContractCase[] = [
  {
    guarantee: 17,
    name: 'text and binary of every kind arrive at the peer, exactly the bytes of the view, empty ones too',
    async run(context) {
      const { channel, peer } = await context.open('/silent')
      const { buffer } = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8)
      const values = [
        'text',
        '',
        buffer,
        new ArrayBuffer(0),
        new Uint8Array(buffer, 1, 2),
        new Uint16Array(buffer, 2, 1),
        new Int32Array(buffer, 4),
        new Float64Array(buffer),
        new DataView(buffer, 6, 1),
        new Uint8Array(0),
      ]
      for (const value of values) channel.sink.add(value)
      const { frames } = await peer.seen('frames 10')
      equal(frames, [
        'text text',
        'text ',
        'hex 0102030405060708',
        'hex ',
        'hex 0203',
        'hex 0304',
        'hex 05060708',
        'hex 0102030405060708',
        'hex 07',
        'hex ',
      ])
    },
  },
  {
    guarantee: 17,
    name: 'a Blob is sent as binary, in its place among the others',
    requires: ['rawFrames'],
    async run(context) {
      const { channel, peer } = await context.open('/silent')
      channel.sink.add('before')
      channel.sink.add(new Blob(['ab', Uint8Array.of(1)]))
      channel.sink.add('after')
      channel.sink.add(new Blob([]))
      channel.sink.add(Uint8Array.of(2))
      const closed = channel.sink.close(1000)
      const { frames, close } = await peer.seen('close')
      equal(frames, ['text before', 'hex 616201', 'text after', 'hex ', 'hex 02'])
      equal(close, '1000', 'the close frame')
      claim((await within(closed, '`close`')).wasClean, 'the close is clean')
    },
  },
  {
    guarantee: 17,
    name: 'a Blob added before open keeps its place in the queue',
    requires: ['opening'],
    async run(context) {
      const { channel, peer } = context.connect('/silent')
      channel.sink.add('before')
      channel.sink.add(new Blob(['ab']))
      channel.sink.add('after')
      equal(channel.sink.bufferedAmount, 13, '`bufferedAmount`')
      equal((await peer.seen('frames 3')).frames, ['text before', 'hex 6162', 'text after'])
    },
  },
  {
    guarantee: 17,
    name: 'texts of any characters arrive unchanged, a lone surrogate as U+FFFD',
    requires: ['rawFrames'],
    async run(context) {
      const { channel, peer } = await context.open('/silent')
      const texts = ['\0', '\ufeff', '\ufeffa', '\uffff', '\u{1f600}é', 'a\ud800b']
      for (const text of texts) channel.sink.add(text)
      const { frames } = await peer.seen('frames 6')
      equal(
        frames,
        [...texts.slice(0, 5), 'a\ufffdb'].map((text) => `text ${text}`),
      )
    },
  },
  {
    guarantee: 17,
    name: 'bytes changed right after `add` are sent as they were',
    async run(context) {
      const { channel, peer } = await context.open('/silent')
      const bytes = Uint8Array.of(1, 2)
      for (let count = 0; count < 5; count += 1) {
        bytes[0] = count
        channel.sink.add(bytes)
      }
      const { frames } = await peer.seen('frames 5')
      equal(frames, ['hex 0002', 'hex 0102', 'hex 0202', 'hex 0302', 'hex 0402'])
    },
  },
  {
    guarantee: 17,
    name: 'a thousand small frames and a large one arrive in order',
    async run(context) {
      const { channel, peer } = await context.open('/silent')
      for (let count = 0; count < 1_000; count += 1) channel.sink.add(`${count}`)
      channel.sink.add(new Uint8Array(1_000_000))
      channel.sink.add('last')
      const { frames } = await peer.seen('frames 1002')
      const expected = Array.from({ length: 1_000 }, (_, count) => `text ${count}`)
      equal(frames, [...expected, 'hex of 1000000 bytes', 'text last'])
    },
  },
  {
    guarantee: 17,
    name: '`bufferedAmount` counts what a stalled peer does not take, and `sink.ready` waits for less',
    requires: ['stallingPeer'],
    async run(context) {
      const { channel, peer } = await context.open('/stop-reading', { highWaterMark: 65_536 })
      for (let count = 0; count < 256; count += 1) channel.sink.add(new Uint8Array(65_536))
      claim(
        channel.sink.bufferedAmount > 1_000_000,
        `${channel.sink.bufferedAmount} bytes are more than a million`,
      )
      let isReady = false
      const ready = channel.sink.ready.then(() => (isReady = true))
      await peer.seen()
      equal(isReady, false, '`sink.ready` being settled')
      await peer.tell('read=on')
      await within(ready, '`sink.ready`')
      claim(
        channel.sink.bufferedAmount < 65_536,
        `${channel.sink.bufferedAmount} bytes are under the mark`,
      )
      equal((await peer.seen('frames 256')).frames.length, 256, 'the number of frames')
    },
  },
]
