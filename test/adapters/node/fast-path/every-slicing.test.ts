import { describe, expect, it } from 'vitest'
import { version } from 'ws-oldest/package.json'
import { dependencies } from '../../../../package.json'
import { type Behaviour, expectAlike, type Scenario } from './harness/differential.js'
import { bytesOf, recorded, type Recorded } from './harness/recorded.js'
import { byteByByte, cutAt } from './harness/streams.js'
import { newest, oldest } from './harness/ws-version.js'

const listening: Behaviour = { does: 'listen' }
const sides = ['client', 'server'] as const
// With two cuts a stream of this many bytes is cut in five hundred ways.
const pairsUpTo = 32

type Arrival = Pick<Scenario, 'slices' | 'end' | 'behaviour'>

function scenariosOf(stream: Recorded, arrivalsOf: (bytes: Buffer) => Arrival[]): Scenario[] {
  const { maxPayload = 64 } = stream
  return sides.flatMap((side) =>
    arrivalsOf(bytesOf(stream, side)).map((arrival) => ({ side, ws: { maxPayload }, ...arrival })),
  )
}

function everySlicing(bytes: Buffer): Arrival[] {
  const places = Array.from(bytes, (_, at) => at)
  const pairs =
    bytes.length > pairsUpTo
      ? []
      : places.flatMap((one) => places.slice(one + 1).map((other) => [one, other]))
  return [...places.map((place) => [place]), ...pairs]
    .map((cuts) => cutAt(bytes, cuts))
    .concat([byteByByte(bytes)])
    .map((slices) => ({ slices, end: 'late fin', behaviour: listening }))
}

function everyEnd(bytes: Buffer): Arrival[] {
  const behaviours: Behaviour[] = [
    listening,
    { does: 'echo', times: 2 },
    { does: 'iterate', highWaterMark: 0, pauses: 1 },
    { does: 'iterate', highWaterMark: 0, pauses: 2, echoes: 2 },
  ]
  return (['late fin', 'fin', 'reset'] as const).flatMap((end) =>
    behaviours.flatMap((behaviour) =>
      Array.from(bytes, (_, at) => ({ slices: [bytes.subarray(0, at)], end, behaviour })),
    ),
  )
}

function everyInterference(bytes: Buffer): Arrival[] {
  const acts = (['close', 'abort', 'unsubscribe'] as const).flatMap((does) =>
    [0, 1, 2, 3].map((at): Behaviour => ({ does, at })),
  )
  const pauses = [0, 1, 3].map((highWaterMark): Behaviour => ({
    does: 'iterate',
    highWaterMark,
    pauses: 2,
    echoes: highWaterMark,
  }))
  return [...acts, ...pauses].flatMap((behaviour) =>
    [[bytes], cutAt(bytes, [bytes.length / 2]), byteByByte(bytes)].map((slices): Arrival => ({
      slices,
      end: 'late fin',
      behaviour,
    })),
  )
}

describe.each(recorded)('a stream with $name', (stream) => {
  it('is read alike on both paths, however it is cut', { timeout: 120_000 }, async () => {
    await expectAlike(scenariosOf(stream, everySlicing))
  })

  it('is read alike on both paths, wherever it ends', { timeout: 120_000 }, async () => {
    await expectAlike(scenariosOf(stream, everyEnd))
  })

  it('is read alike on both paths, whatever the reader does', { timeout: 120_000 }, async () => {
    await expectAlike(scenariosOf(stream, everyInterference))
  })

  it('is read alike on both paths of the oldest ws', { timeout: 120_000 }, async () => {
    const once = (bytes: Buffer): Arrival[] => [
      ...everyEnd(bytes).filter(({ behaviour, end }) => behaviour === listening && end === 'fin'),
      { slices: byteByByte(bytes), end: 'late fin', behaviour: listening },
    ]
    await expectAlike(scenariosOf(stream, once), oldest)
  })
})

describe('the streams', () => {
  it('are read from two copies of ws, the older of which begins the range of package.json', () => {
    expect(oldest.WebSocket).not.toBe(newest.WebSocket)
    expect(dependencies.ws).toBe(`^${version}`)
  })
})
