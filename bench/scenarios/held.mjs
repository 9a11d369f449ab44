import { startClock } from '../play/clock.mjs'

// Connections of a turn. Each of them has to open, which is not measured.
const CONNECTIONS = 5

/** Frames that a channel holds until the first subscription, against the same frames with a subscriber from the start. */
export const held = {
  name: 'held',
  title: 'Frames held before the first subscription',
  unit: 'ns per frame',
  metrics: ['wall', 'cpu'],
  comparison: 'ratio',
  warmUpMilliseconds: 1_000,
  cases: [
    heldCase({ frames: 1_000, shown: '1,000 frames', isQuick: false }),
    heldCase({ frames: 20_000, shown: '20,000 frames', isQuick: true }),
  ],
  address: ({ kind, size, frames }) => `/replay?kind=${kind}&size=${size}&frames=${frames}&close`,

  play({ open }, { url, frames, units, way }) {
    return async () => {
      const spans = []
      for (let received = 0; received < units; received += frames) {
        spans.push(await (way === 'held' ? holdFrames : receiveFrames)({ open, url, frames }))
      }
      return average(spans)
    }
  },
}

function heldCase({ frames, shown, isQuick }) {
  const name = `64 B text, ${shown}`
  const units = Math.max(frames * CONNECTIONS, 30_000)
  return { name, group: 'held', kind: 'text', size: 64, frames, units, isQuick }
}

async function receiveFrames({ open, url, frames }) {
  const counter = new FrameCount(frames)
  const connection = await open(url, () => counter.add())
  const stop = startClock()
  connection.send('go')
  await connection.closed()
  await counter.reached
  return stop(frames)
}

async function holdFrames({ open, url, frames }) {
  const counter = new FrameCount(frames)
  const connection = await open(url)
  const stop = startClock()
  connection.send('go')
  // The server closes after the last frame, so that nothing else needs to say that all have arrived.
  await connection.closed()
  connection.subscribe(() => counter.add())
  await counter.reached
  return stop(frames)
}

class FrameCount {
  #left
  #reach

  constructor(frames) {
    this.#left = frames
    this.reached = new Promise((resolve) => (this.#reach = resolve))
  }

  add() {
    if (--this.#left === 0) this.#reach()
  }
}

function average(spans) {
  const mean = (name) => spans.reduce((sum, span) => sum + span[name], 0) / spans.length
  return { wall: mean('wall'), cpu: mean('cpu'), faults: mean('faults') }
}
