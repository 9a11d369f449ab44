import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { received } from '../../../src/adapters/whatwg/received.js'

/** Bytes 9, 9, 1, 2, 3, 4, 5, 6, 7, 8, 9, 9. */
function padded(): Uint8Array<ArrayBuffer> {
  return Uint8Array.of(9, 9, 1, 2, 3, 4, 5, 6, 7, 8, 9, 9)
}

const eight = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8)

const wordViews = [Int8Array, Uint8ClampedArray, Uint16Array, Int16Array, Uint32Array, Int32Array]
const longViews = [Float32Array, Float64Array, BigInt64Array, BigUint64Array]

describe('received', () => {
  it('returns text as it is, and an ArrayBuffer without a copy', () => {
    const { buffer } = padded()
    expect(received('')).toBe('')
    expect(received('text')).toBe('text')
    expect((received(buffer) as Uint8Array).buffer).toBe(buffer)
  })

  it.each([...wordViews, ...longViews])('copies exactly the bytes of a %o', (View) => {
    const aligned = new Uint8Array(24)
    aligned.set(eight, 8)
    expectExact(received(new View(aligned.buffer, 8, 8 / View.BYTES_PER_ELEMENT)), aligned.buffer)
  })

  it.each([
    ['a DataView', (buffer: ArrayBuffer) => new DataView(buffer, 2, 8)],
    ['a Uint8Array', (buffer: ArrayBuffer) => new Uint8Array(buffer, 2, 8)],
    ['a Buffer', (buffer: ArrayBuffer) => Buffer.from(buffer, 2, 8)],
  ])('copies exactly the bytes of %s', (_, view) => {
    const { buffer } = padded()
    expectExact(received(view(buffer)), buffer)
  })

  it('copies a view of a whole buffer too, which its owner may use again', () => {
    const view = eight.slice()
    expectExact(received(view), view.buffer)
  })

  it('copies shared memory, and a view of it', () => {
    const shared = new SharedArrayBuffer(8)
    new Uint8Array(shared).set(eight)
    expectExact(received(shared), shared)
    expectExact(received(new Uint8Array(shared)), shared)
  })

  it('returns a Blob, to be read, as it is', () => {
    const blob = new Blob(['text'])
    expect(received(blob)).toBe(blob)
  })

  it.each([
    'new Uint8Array([1, 2, 3, 4, 5, 6, 7, 8])',
    'Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8).buffer',
  ])('copies what comes from another realm: %s', (code) => {
    const foreign = runInNewContext(code) as Uint8Array
    expectExact(received(foreign), foreign)
  })

  it('gives empty frames a new buffer each, for Node emits the same one every time', () => {
    const empty = new ArrayBuffer(0)
    const [first, second] = [received(empty), received(empty)] as Uint8Array[]
    expect([first, second]).toEqual([new Uint8Array(), new Uint8Array()])
    expect(new Set([empty, first?.buffer, second?.buffer]).size).toBe(3)
  })

  it.each([
    undefined,
    null,
    true,
    5,
    5n,
    Symbol('bytes'),
    {},
    { byteLength: 3 },
    [1, 2],
    () => 'text',
    Object('text'),
    { [Symbol.toStringTag]: 'ArrayBuffer', byteLength: 1 },
    Object.create(ArrayBuffer.prototype),
    new Proxy(new ArrayBuffer(2), {}),
    new Proxy(new Uint8Array(2), {}),
    transferred(new ArrayBuffer(2)),
  ])('throws a TypeError for anything else (%#)', (data) => {
    const refusal = new TypeError('Cannot receive what is neither text nor bytes')
    expect(() => received(data)).toThrow(refusal)
  })
})

/** Fails unless a frame is the bytes 1 to 8 in a buffer that is not the one given. */
function expectExact(frame: unknown, original: unknown): void {
  expect(frame).toEqual(eight)
  expect(frame).toBeInstanceOf(Uint8Array)
  const { buffer } = frame as Uint8Array
  expect(buffer).toBeInstanceOf(ArrayBuffer)
  expect(buffer.byteLength).toBe(8)
  expect(buffer).not.toBe(original)
}

function transferred(buffer: ArrayBuffer): ArrayBuffer {
  structuredClone(buffer, { transfer: [buffer] })
  return buffer
}
