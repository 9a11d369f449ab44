import { startClock } from '../play/clock.mjs'
import { receive } from './receive.mjs'

const sizes = [
  { size: 64, shown: '64 B', units: 150_000, isQuick: true },
  { size: 1024, shown: '1 KiB', units: 60_000, isQuick: false },
]

/** `for await` over text, against a listener of raw `ws`. The server is that of the scenario "receive". */
export const iterate = {
  name: 'iterate',
  title: 'Receiving with for await',
  unit: 'ns per frame',
  metrics: ['wall', 'cpu'],
  comparison: 'ratio',
  warmUpMilliseconds: 1_000,
  cases: sizes.flatMap((size) => [
    iterateCase(size),
    { ...iterateCase(size), name: `${size.shown} text, a loop for each turn`, loops: 'many' },
  ]),
  address: receive.address,

  play({ open }, { way, ...input }) {
    if (way !== 'iterate') return receive.play({ open }, input)
    return input.loops === 'many' ? playManyLoops(open, input) : playOneLoop(open, input)
  },
}

function iterateCase({ size, shown, units, isQuick }) {
  const name = `${shown} text`
  return { name, group: 'iterate', kind: 'text', size, units, loops: 'one', isQuick }
}

/** One loop reads the frames of all turns. */
function playOneLoop(open, input) {
  const openAndIterate = async (url, onFrame) => {
    const connection = await open(url)
    void connection.iterate(onFrame)
    return connection
  }
  return receive.play({ open: openAndIterate }, input)
}

/** Each turn has its own loop, so that no iterator is alive when garbage is collected. */
async function playManyLoops(open, { url, units }) {
  const connection = await open(url)
  return async () => {
    let left = units
    const stop = startClock()
    const loop = connection.iterate(() => --left > 0)
    connection.send('go')
    await loop
    return stop(units)
  }
}
