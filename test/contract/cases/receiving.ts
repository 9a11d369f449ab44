import { claim, equal } from '../assert.js'
import type { ContractCase } from '../contract-case.js'
import { endsWith, observe } from '../observe.js'

const oddTexts = ['\0', '\ufffd', '\uffff\ufffe', 'a\0b', '\u{1f600}é\n', '"\\"', ' ']

/** Guarantee 6: frames arrive in wire order, each exactly once, alike on every platform. */
export const receiving: readonly ContractCase[] = [
  {
    guarantee: 6,
    name: 'text and binary frames arrive in wire order, also those in the segment of the handshake',
    async run(context) {
      const { channel } = await context.start(
        '/send?text=a&hex=0102&text=b&hex=&text=&hex=ff&close=1000',
      )
      await endsWith(observe(channel.stream), [
        'a',
        'hex 0102',
        'b',
        'hex ',
        '',
        'hex ff',
        'complete',
      ])
    },
  },
  {
    guarantee: 6,
    name: 'a text frame is a string and a binary frame exactly a Uint8Array over a buffer that nothing shares',
    async run(context) {
      const { channel } = await context.open('/send?hex=01020304&hex=05&hex=&text=x')
      const frames: unknown[] = []
      await observe(channel.stream, (frame) => frames.push(frame)).frames(4)
      const shapes = frames.map((frame) =>
        frame instanceof Uint8Array
          ? [
              Object.getPrototypeOf(frame) === Uint8Array.prototype,
              frame.byteOffset,
              frame.length,
              frame.buffer.byteLength,
            ]
          : typeof frame,
      )
      equal(shapes, [[true, 0, 4, 4], [true, 0, 1, 1], [true, 0, 0, 0], 'string'])
      const buffers = frames
        .filter((frame) => frame instanceof Uint8Array)
        .map(({ buffer }) => buffer)
      equal(new Set(buffers).size, 3, 'the number of buffers')
      claim(
        buffers.every((buffer) => buffer instanceof ArrayBuffer),
        'every buffer is an ArrayBuffer',
      )
    },
  },
  {
    guarantee: 6,
    name: 'a frame may be transferred, an empty one too, and later frames arrive all the same',
    async run(context) {
      const { channel, peer } = await context.open('/send?hex=&hex=&hex=0102&hex=')
      const observed = observe(channel.stream, (frame) => {
        const { buffer } = frame as Uint8Array<ArrayBuffer>
        structuredClone(buffer, { transfer: [buffer] })
      })
      const first = ['hex ', 'hex ', 'hex 0102', 'hex ']
      equal(await observed.frames(4), first, 'what the subscription got')
      await peer.tell('hex=&hex=03&close=1000 bye')
      await endsWith(observed, [...first, 'hex ', 'hex 03', 'complete'])
      equal([channel.closeCode, channel.closeReason], [1000, 'bye'], 'the close frame')
    },
  },
  {
    guarantee: 6,
    name: 'empty frames count',
    async run(context) {
      const { channel } = await context.start('/send?text=&hex=&text=&close=1000')
      await endsWith(observe(channel.stream), ['', 'hex ', '', 'complete'])
    },
  },
  {
    guarantee: 6,
    name: 'texts of any characters arrive unchanged',
    async run(context) {
      const query = oddTexts.map((text) => `text=${encodeURIComponent(text)}`).join('&')
      const { channel } = await context.start(`/send?${query}&close=1000`)
      await endsWith(observe(channel.stream), [...oddTexts, 'complete'])
    },
  },
  {
    guarantee: 6,
    name: 'a leading byte order mark arrives',
    requires: ['byteOrderMark'],
    async run(context) {
      const { channel } = await context.start('/send?text=%EF%BB%BFa&text=%EF%BB%BF&close=1000')
      await endsWith(observe(channel.stream), ['\ufeffa', '\ufeff', 'complete'])
    },
  },
  {
    guarantee: 6,
    name: 'a thousand frames arrive in order, each once',
    async run(context) {
      const { channel } = await context.start('/flood?count=1000&size=4&close=1000')
      const expected = Array.from(
        { length: 1_000 },
        (_, number) => `hex ${number.toString(16).padStart(8, '0')}`,
      )
      await endsWith(observe(channel.stream), [...expected, 'complete'])
    },
  },
  {
    guarantee: 6,
    name: 'large frames arrive whole',
    async run(context) {
      const { channel } = await context.start('/flood?count=3&size=1000000&close=1000')
      const sizes: number[] = []
      await observe(channel.stream, (frame) => sizes.push(frame.length)).end()
      equal(sizes, [1_000_000, 1_000_000, 1_000_000], 'the sizes of the frames')
    },
  },
  {
    guarantee: 6,
    name: 'a message in fragments arrives as one frame, a ping between frames as none',
    requires: ['rawPeer'],
    async run(context) {
      const { channel } = await context.start(
        '/send?pieces=He|ll||o&ping=p&pieces=|&text=end&close=1000',
      )
      await endsWith(observe(channel.stream), ['Hello', '', 'end', 'complete'])
    },
  },
  {
    guarantee: 6,
    name: 'a character split over fragments, with a ping amid them, arrives whole',
    requires: ['rawPeer'],
    async run(context) {
      // Text "é" as C3 and A9, an empty ping between them; unmasked or masked with zeros.
      const frames = {
        server: '0101c389008001a9',
        client: '018100000000c38980000000008081' + '00000000a9',
      }
      const raw = context.isServer ? frames.client : frames.server
      const { channel } = await context.start(`/send?raw=${raw}&close=1000`)
      await endsWith(observe(channel.stream), ['é', 'complete'])
    },
  },
  {
    guarantee: 6,
    name: 'what comes byte by byte arrives as if it came at once',
    requires: ['rawPeer'],
    async run(context) {
      const { channel } = await context.start(
        '/bytewise?text=a&hex=0102&pieces=He|llo&ping=x&close=4000%20bye',
      )
      await endsWith(observe(channel.stream), ['a', 'hex 0102', 'Hello', 'error'])
      equal([channel.closeCode, channel.closeReason], [4000, 'bye'])
    },
  },
  ...[
    {
      name: 'a message whose last fragment never comes',
      server: '0103616263',
      client: '01830000000061' + '6263',
    },
    { name: 'half of a payload', server: '8105616263', client: '818500000000616263' },
    { name: 'half of a header', server: '827e', client: '82fe' },
  ].map(({ name, ...frames }): ContractCase => ({
    guarantee: 6,
    name: `${name} is never delivered, the channel ends unclean`,
    requires: ['rawPeer'],
    async run(context) {
      const raw = context.isServer ? frames.client : frames.server
      const { channel } = await context.start(`/drop?text=whole&raw=${raw}`)
      await endsWith(observe(channel.stream), ['whole', 'error'])
      equal(
        await channel.closed,
        { code: 1006, reason: '', wasClean: false, initiator: 'failure' },
        '`closed`',
      )
    },
  })),
  ...[
    { name: 'text that is not UTF-8', server: '8102c328', client: '818200000000c328' },
    { name: 'a surrogate in UTF-8', server: '8103eda080', client: '818300000000eda080' },
    { name: 'a reserved opcode', server: '8300', client: '838000000000' },
    { name: 'a reserved bit', server: 'c10161', client: 'c18100000000' + '61' },
    { name: 'a continuation of nothing', server: '800161', client: '8081000000' + '0061' },
    {
      name: 'a ping of 126 bytes',
      server: `897e007e${'00'.repeat(126)}`,
      client: `89fe007e00000000${'00'.repeat(126)}`,
    },
    {
      name: 'a mask where none belongs, or none where one does',
      server: '818100000000' + '61',
      client: '810161',
    },
  ].map(({ name, ...frames }): ContractCase => ({
    guarantee: 6,
    name: `${name} ends the channel unclean, what came before stays delivered`,
    requires: ['rawPeer'],
    async run(context) {
      const raw = context.isServer ? frames.client : frames.server
      const { channel, peer } = await context.open('/send?text=whole')
      const observed = observe(channel.stream)
      await observed.frames(1)
      await peer.tell(`raw=${raw}`)
      await endsWith(observed, ['whole', 'error'])
      equal(
        await channel.closed,
        { code: 1006, reason: '', wasClean: false, initiator: 'failure' },
        '`closed`',
      )
      equal((await peer.seen('gone')).isGone, true, 'the connection being gone')
    },
  })),
]
