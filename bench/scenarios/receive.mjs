import { Buffer } from 'node:buffer'
import { startClock } from '../play/clock.mjs'

const sizes = [
  { size: 16, shown: '16 B', frames: 300_000 },
  { size: 64, shown: '64 B', frames: 300_000 },
  { size: 1024, shown: '1 KiB', frames: 80_000 },
  { size: 65_536, shown: '64 KiB', frames: 3_000 },
]
const kinds = [
  { kind: 'text', shown: 'text' },
  { kind: 'wide', shown: 'non-ASCII text' },
  { kind: 'binary', shown: 'binary' },
]
const quick = ['64 B text', '64 B binary', '1 KiB text', '64 KiB binary']

/** The server sends prepared frames as fast as they are taken, packed into full segments. */
export const receive = {
  name: 'receive',
  // V8 has compiled all of it, and made room for young objects, after some ten turns.
  warmUpMilliseconds: 1_000,
  title: 'Receiving',
  unit: 'ns per frame',
  metrics: ['wall', 'cpu'],
  comparison: 'ratio',
  cases: kinds.flatMap(({ kind, shown: kindShown }) =>
    sizes.map(({ size, shown, frames }) => {
      const name = `${shown} ${kindShown}`
      const group = kind === 'binary' ? 'receive-binary' : 'receive-text'
      return { name, group, kind, size, units: frames, isQuick: quick.includes(name) }
    }),
  ),
  address: ({ kind, size, units }) => `/replay?kind=${kind}&size=${size}&frames=${units}`,

  async play({ open }, { url, kind, size, units }) {
    let left = 0
    let arrived
    const connection = await open(url, (frame) => {
      if (--left === 0) arrived(frame)
    })
    return async () => {
      left = units
      const last = new Promise((resolve) => (arrived = resolve))
      const stop = startClock()
      connection.send('go')
      const frame = await last
      const result = stop(units)
      checkFrame(frame, { kind, size })
      return result
    }
  },
}

function checkFrame(frame, { kind, size }) {
  const isText = typeof frame === 'string'
  const bytes = isText ? Buffer.byteLength(frame) : frame.byteLength
  if (isText !== (kind !== 'binary') || bytes !== size) {
    throw new Error(`Cannot compare: got a ${typeof frame} of ${bytes} bytes`)
  }
}
