import { equal, thrownBy, within } from '../assert.js'
import type { AnyChannel, Link } from '../adapter.js'
import type { ContractCase } from '../contract-case.js'

/** A buffer whose bytes were transferred to another one. */
function detached(): ArrayBuffer {
  const { buffer } = Uint8Array.of(1, 2)
  structuredClone(buffer, { transfer: [buffer] })
  return buffer
}

/** A view whose buffer is detached after it was made. */
function detachedView<T extends ArrayBufferView>(View: new (buffer: ArrayBuffer) => T): T {
  const buffer = new ArrayBuffer(8)
  const view = new View(buffer)
  structuredClone(buffer, { transfer: [buffer] })
  return view
}

type ResizableConstructor = new (
  bytes: number,
  options: { readonly maxByteLength: number },
) => ArrayBuffer

/** A buffer with the bytes 1 to 4 that can be made longer, where the platform has such buffers. */
function resizable(Buffer: unknown = ArrayBuffer): ArrayBuffer {
  const buffer = new (Buffer as ResizableConstructor)(4, { maxByteLength: 8 })
  new Uint8Array(buffer).set([1, 2, 3, 4])
  return buffer
}

/** Binary data in buffers that some platforms refuse. */
function unusual(): (ArrayBuffer | ArrayBufferView)[] {
  const { SharedArrayBuffer = ArrayBuffer } = globalThis as { readonly SharedArrayBuffer?: unknown }
  const kinds = [resizable(), resizable(SharedArrayBuffer)].flatMap((buffer) => [
    new Uint8Array(buffer),
    new Uint8Array(buffer, 1, 2),
    new DataView(buffer, 2),
    new Uint16Array(buffer),
  ])
  return [resizable(), ...kinds]
}

const unusualFrames = [
  'hex 01020304',
  ...Array.from({ length: 2 }, () => [
    'hex 01020304',
    'hex 0203',
    'hex 0304',
    'hex 01020304',
  ]).flat(),
]

const unsendable: Readonly<Record<string, unknown>> = {
  'a detached ArrayBuffer': detached(),
  'an array whose buffer is detached': detachedView(Uint8Array),
  'a BigInt array whose buffer is detached': detachedView(BigInt64Array),
  'a DataView whose buffer is detached': detachedView(DataView),
  'a Proxy of an array': new Proxy(Uint8Array.of(1), {}),
  'a Proxy of an ArrayBuffer': new Proxy(new ArrayBuffer(1), {}),
  'an object with the tag of an array': { [Symbol.toStringTag]: 'Uint8Array', byteLength: 1 },
  'an object with the tag of an ArrayBuffer': { [Symbol.toStringTag]: 'ArrayBuffer' },
  'an object with the tag of a Blob': { [Symbol.toStringTag]: 'Blob' },
  'an object with the tag of a File, and a size': { [Symbol.toStringTag]: 'File', size: 1 },
  'an object with the members of a Blob, but no number for a size': {
    ...{ size: NaN, type: '', slice: () => undefined, arrayBuffer: () => undefined },
  },
  undefined,
  null: null,
  'a number': 0,
  'a boolean': true,
  'a bigint': 1n,
  'an object': {},
  'an empty array': [],
  'an array of bytes': [1, 2],
  'an object with a size': { size: 1 },
  'an object with a length': { length: 1, byteLength: 1 },
  'a date': new Date(0),
  'a function': () => 'a',
  'a symbol': Symbol('a'),
  'a promise': Promise.resolve('a'),
}

/** Guarantee 17: what may be added, in every state. */
export const sendable: readonly ContractCase[] = [
  {
    guarantee: 17,
    name: 'anything else throws a TypeError from `add` and leaves the channel usable',
    requires: ['typeErrors'],
    async run(context) {
      const { channel, peer } = await context.open('/silent')
      refusesAll(channel)
      channel.sink.add('fine')
      equal((await peer.seen('frames 1')).frames, ['text fine'], 'what the peer saw')
      equal(channel.state, 'open', '`state`')
    },
  },
  {
    guarantee: 17,
    name: 'anything else throws a TypeError from `add` while connecting, and is not queued',
    requires: ['typeErrors', 'opening'],
    async run(context) {
      const { channel, peer } = context.connect('/silent')
      refusesAll(channel)
      equal(channel.sink.bufferedAmount, 0, '`bufferedAmount`')
      channel.sink.add('fine')
      equal((await peer.seen('frames 1')).frames, ['text fine'], 'what the peer saw')
    },
  },
  {
    guarantee: 17,
    name: 'anything else throws a TypeError from `add` after the end as well',
    requires: ['typeErrors'],
    async run(context) {
      const { channel } = await context.open('/close?code=1000')
      await within(channel.closed, '`closed`')
      refusesAll(channel)
      equal(channel.sink.bufferedAmount, 0, '`bufferedAmount`')
    },
  },
  {
    guarantee: 17,
    name: 'bytes in buffers that can be resized or grown arrive as they are, and later changes do not',
    requires: ['rawFrames'],
    async run(context) {
      await arrivesAsItWas(await context.open('/silent'))
    },
  },
  {
    guarantee: 17,
    name: 'bytes in buffers that can be resized or grown are queued before open',
    requires: ['opening'],
    async run(context) {
      await arrivesAsItWas(context.connect('/silent'))
    },
  },
  {
    guarantee: 17,
    name: 'an ArrayBuffer with an extra property is no Blob',
    async run(context) {
      const { channel, peer } = await context.open('/silent')
      channel.sink.add(Object.assign(Uint8Array.of(1).buffer, { size: 5 }))
      channel.sink.add(Object.assign(Uint8Array.of(2), { size: 5 }))
      equal((await peer.seen('frames 2')).frames, ['hex 01', 'hex 02'])
    },
  },
]

function refusesAll(channel: AnyChannel): void {
  for (const [name, value] of Object.entries(unsendable)) {
    const error = thrownBy(() => channel.sink.add(value as never), `add(${name})`)
    equal(error instanceof TypeError, true, `${String(error)} for ${name} being a TypeError`)
  }
}

/** Adds binary data of unusual kinds and overwrites it: the peer receives the bytes as they were when they were added. */
async function arrivesAsItWas({ channel, peer }: Link): Promise<void> {
  const data = unusual()
  for (const value of data) channel.sink.add(value)
  for (const value of data) new Uint8Array('buffer' in value ? value.buffer : value).fill(9)
  const { frames } = await peer.seen(`frames ${data.length}`)
  equal(frames, unusualFrames)
  equal(channel.state, 'open', '`state`')
}
