import fc from 'fast-check'
import { encodeFrame, type FrameShape } from '../../../../faults/adversary/frames.js'
import { invalidUtf8 } from '../../../../faults/adversary/invalid-utf8.js'
import { mutate } from '../../../../faults/adversary/mutate.js'
import { seeded } from '../../../../faults/adversary/random.js'
import type { Behaviour, Scenario } from './differential.js'

/** A frame that the peer sends, masked or not as its side must, unless a fault is asked for. */
export interface PeerFrame extends FrameShape {
  readonly isMaskedWrongly?: boolean
}

/** Encodes frames as the peer of a side sends them. */
export function encodeAll(frames: readonly PeerFrame[], side: 'client' | 'server'): Buffer {
  return Buffer.concat(
    frames.map(({ isMaskedWrongly = false, mask = Buffer.from([1, 200, 3, 77]), ...shape }) => {
      const isMasked = (side === 'server') !== isMaskedWrongly
      return encodeFrame(isMasked ? { ...shape, mask } : shape)
    }),
  )
}

/** Cuts bytes at these places. */
export function cutAt(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const sorted = [...new Set(places)]
    .filter((place) => place > 0 && place < bytes.length)
    .sort((one, other) => one - other)
  return [0, ...sorted].map((start, index) => bytes.subarray(start, sorted[index]))
}

/** Cuts bytes into slices of one byte. */
export function byteByByte(bytes: Uint8Array): Uint8Array[] {
  return Array.from(bytes, (_, index) => bytes.subarray(index, index + 1))
}

const texts = fc.oneof(
  fc.string({ maxLength: 20 }),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom('', '\uFEFFmark', '\uFFFD', 'a\uFFFDb', 'ÿ', '日本語', '𝄞𝄞', 'x'.repeat(125)),
)
const lengths = fc.oneof(
  { weight: 40, arbitrary: fc.constantFrom(0, 1, 2, 3, 7, 12, 13, 47, 48, 49, 124, 125) },
  { weight: 10, arbitrary: fc.constantFrom(126, 127, 128, 200, 999, 1_000, 1_001) },
  { weight: 1, arbitrary: fc.constantFrom(16_384, 65_535, 65_536) },
)
const bytesOf = lengths.chain((length) =>
  fc.nat(255).map((seed) => Buffer.from(Array.from({ length }, (_, at) => (at * 7 + seed) & 255))),
)
const badText = fc.constantFrom(...invalidUtf8.map(([, bytes]) => bytes))
const mask = fc.oneof(fc.uint8Array({ minLength: 4, maxLength: 4 }), fc.constant(new Uint8Array(4)))
const lengthField = fc.constantFrom<2 | 8>(2, 8)

const text: fc.Arbitrary<PeerFrame[]> = fc
  .record({ payload: texts, mask })
  .map((shape) => [{ opcode: 1, ...shape }])
const binary: fc.Arbitrary<PeerFrame[]> = fc
  .record({ payload: bytesOf, mask })
  .map((shape) => [{ opcode: 2, ...shape }])
const control: fc.Arbitrary<PeerFrame[]> = fc
  .record({ opcode: fc.constantFrom(9, 10), payload: fc.uint8Array({ maxLength: 125 }), mask })
  .map((shape) => [shape])
const manyPings = fc
  .integer({ min: 2, max: 70 })
  .map((count) => Array.from({ length: count }, (_, at) => ({ opcode: 9, payload: String(at) })))

/** A message in fragments, its code points split anywhere, with control frames between. */
const fragments: fc.Arbitrary<PeerFrame[]> = fc
  .record({
    opcode: fc.constantFrom(1, 2),
    payload: fc.oneof(texts, texts, badText, bytesOf),
    places: fc.array(fc.nat(40), { maxLength: 4 }),
    between: fc.oneof(fc.constant([]), control),
  })
  .map(({ opcode, payload, places, between }) => {
    const parts = cutAt(Buffer.from(payload), places)
    return parts.flatMap((part, at): PeerFrame[] => [
      { opcode: at === 0 ? opcode : 0, fin: at === parts.length - 1, payload: part },
      ...(at < parts.length - 1 ? between : []),
    ])
  })

const close: fc.Arbitrary<PeerFrame[]> = fc
  .record({
    code: fc.constantFrom(
      1000,
      1001,
      1002,
      1003,
      1005,
      1006,
      1011,
      1014,
      1015,
      3000,
      4999,
      5000,
      0,
    ),
    reason: fc.oneof(
      fc.constant(Buffer.from('')),
      texts.map((reason) => Buffer.from(reason)),
      badText,
    ),
  })
  .map(({ code, reason }) => {
    const payload = Buffer.concat([Buffer.from([code >> 8, code & 255]), reason])
    return [{ opcode: 8, payload }]
  })
const oddClose = fc.constantFrom<PeerFrame[]>(
  [{ opcode: 8 }],
  [{ opcode: 8, payload: Buffer.from([3]) }],
  [{ opcode: 8, payload: Buffer.alloc(125, 65) }],
  [{ opcode: 8, payload: Buffer.alloc(126, 3) }],
  [{ opcode: 8, lengthField: 2, payload: Buffer.from([3, 232]) }],
  [{ opcode: 8, fin: false, payload: Buffer.from([3, 232]) }],
  [{ opcode: 8, rsv: 1, payload: Buffer.from([3, 232]) }],
  [{ opcode: 8, isMaskedWrongly: true, payload: Buffer.from([3, 232]) }],
)

/** One thing wrong with one frame, or nearly. */
const odd: fc.Arbitrary<PeerFrame[]> = fc.oneof(
  badText.map((payload) => [{ opcode: 1, payload }]),
  fc
    .record({ opcode: fc.constantFrom(0, 1, 2, 9, 10), rsv: fc.integer({ min: 1, max: 7 }) })
    .map((shape) => [{ ...shape, payload: 'rsv' }]),
  fc
    .constantFrom(3, 4, 5, 6, 7, 11, 12, 13, 14, 15)
    .map((opcode) => [{ opcode, payload: 'reserved' }]),
  fc
    .constantFrom(0, 1, 2, 9, 10)
    .map((opcode) => [{ opcode, isMaskedWrongly: true, payload: 'm' }]),
  fc
    .record({ opcode: fc.constantFrom(1, 2, 9, 10, 0), payload: texts, lengthField })
    .map((shape) => [shape]),
  fc
    .record({
      opcode: fc.constantFrom(0, 1, 2, 9, 10, 8),
      claims: fc.constantFrom<number | bigint>(
        126,
        1_001,
        2n ** 31n,
        2n ** 32n,
        2n ** 53n,
        2n ** 63n,
      ),
      fin: fc.boolean(),
    })
    .map((shape) => [{ ...shape, payload: 'so much more is claimed' }]),
  fc.constantFrom(9, 10).map((opcode) => [{ opcode, fin: false, payload: 'cut' }]),
  fc.constantFrom(9, 10).map((opcode) => [{ opcode, payload: Buffer.alloc(126) }]),
  fc.boolean().map((fin) => [{ opcode: 0, fin, payload: 'of nothing' }]),
  // A message that begins within another.
  fc.constantFrom(1, 2).map((opcode) => [
    { opcode: 1, fin: false, payload: 'one' },
    { opcode, payload: 'two' },
  ]),
)

const frames = fc
  .array(
    fc.oneof(
      { weight: 8, arbitrary: text },
      { weight: 6, arbitrary: binary },
      { weight: 3, arbitrary: control },
      { weight: 3, arbitrary: fragments },
      { weight: 1, arbitrary: odd },
      { weight: 1, arbitrary: close },
    ),
    { maxLength: 12 },
  )
  .chain((parts) =>
    fc.oneof(
      { weight: 5, arbitrary: fc.constant(parts) },
      { weight: 2, arbitrary: close.map((last) => [...parts, last]) },
      { weight: 1, arbitrary: oddClose.map((last) => [...parts, last]) },
      {
        weight: 2,
        arbitrary: odd.map((last) => [...parts, last, [{ opcode: 1, payload: 'after' }]]),
      },
      { weight: 1, arbitrary: manyPings.map((pings) => [...parts, pings]) },
    ),
  )
  .map((parts) => parts.flat())

const behaviours: fc.Arbitrary<Behaviour> = fc.oneof(
  { weight: 12, arbitrary: fc.constant<Behaviour>({ does: 'listen' }) },
  {
    weight: 4,
    arbitrary: fc.record({ does: fc.constant('echo'), times: fc.integer({ min: 1, max: 3 }) }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      does: fc.constantFrom('close', 'abort', 'throw', 'unsubscribe'),
      at: fc.nat(6),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      does: fc.constant('iterate'),
      highWaterMark: fc.constantFrom(0, 1, 30, 500),
      pauses: fc.nat(4),
      echoes: fc.nat(2),
    }),
  },
)

/** Scenarios of either side: legal, illegal, damaged and cut anywhere. */
export const scenarios: fc.Arbitrary<Scenario> = fc
  .record({
    side: fc.constantFrom<'client' | 'server'>('client', 'server'),
    frames,
    damage: fc.oneof(
      { weight: 4, arbitrary: fc.constant(undefined) },
      { weight: 1, arbitrary: fc.nat() },
    ),
    end: fc.constantFrom<Scenario['end']>('late fin', 'late fin', 'fin', 'reset'),
    cut: fc.oneof(
      { weight: 3, arbitrary: fc.constant(undefined) },
      { weight: 1, arbitrary: fc.nat(400) },
    ),
    places: fc.oneof(
      fc.constant(undefined),
      fc.array(fc.nat(300), { maxLength: 12 }),
      fc.array(fc.nat(100_000), { maxLength: 12 }),
    ),
    behaviour: behaviours,
    maxPayload: fc.constantFrom(0, 100 * 1024 * 1024, 10, 125, 1_000),
    withHead: fc.boolean(),
  })
  .map(({ side, frames, damage, end, cut, places, behaviour, maxPayload, withHead }) => {
    const whole = encodeAll(behaviour.does === 'iterate' ? withFewPings(frames) : frames, side)
    const damaged = damage === undefined ? whole : mutate(whole, seeded(damage))
    const bytes = damaged.subarray(0, cut)
    const isShort = bytes.length < 200
    const slices = places || !isShort ? cutAt(bytes, places ?? []) : byteByByte(bytes)
    const [first, ...others] = slices
    const arrival = withHead && first ? { head: first, slices: others } : { slices }
    return { side, ws: { maxPayload }, end, behaviour, ...arrival }
  })

/** Of more than 16 pings that arrive at once not all are answered; after a pause fewer arrive at once. */
function withFewPings(frames: readonly PeerFrame[]): PeerFrame[] {
  let pings = 0
  return frames.filter(({ opcode }) => opcode !== 9 || ++pings <= 16)
}
