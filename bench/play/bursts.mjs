import { setImmediate } from 'node:timers'

// A careful sender stops at this many bytes until the network has taken some.
const HIGH_WATER_MARK = 4 * 2 ** 20

/** Calls `sendOne` for each of `units` frames, with `burst` frames in each turn of the event loop. */
export function sendInBursts(connection, { units, burst }, sendOne) {
  let sent = 0
  const tick = () => {
    if (connection.buffered() < HIGH_WATER_MARK) {
      const end = Math.min(sent + burst, units)
      while (sent < end) sendOne(sent++)
    }
    if (sent < units) setImmediate(tick)
  }
  tick()
}
