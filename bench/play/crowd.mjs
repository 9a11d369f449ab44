import { URLSearchParams } from 'node:url'
import WebSocket from 'ws'
import { startClock } from './clock.mjs'

/** The clients, which are in the process of the benchmark's server. It reports over a connection from here. */
export class Crowd {
  #control
  #onReport

  /** `protocol` is what a client sends beside plain messages, if the server needs that. */
  static async gather(url, { port, protocol }, parameters) {
    const crowd = new Crowd()
    const query = new URLSearchParams({ port, ...protocol, ...parameters })
    crowd.#control = new WebSocket(`${url}?${query}`)
    crowd.#control.on('message', () => crowd.#onReport())
    // The first report says that the clients are ready.
    await crowd.report()
    return crowd
  }

  /** Resolves with the next report. */
  report() {
    return new Promise((resolve) => (this.#onReport = resolve))
  }

  /** Has the clients do their part once, and measures that. */
  async act(units) {
    const done = this.report()
    const stop = startClock()
    this.#control.send('act')
    await done
    return stop(units)
  }
}
