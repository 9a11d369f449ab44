import type { Socket } from 'node:net'
import { setImmediate as turn, setTimeout as wait } from 'node:timers/promises'
import type { Cut } from './peer.js'
import { reset } from './reset.js'

/** One direction of a proxied connection, and the faults on it. */
export class Lane {
  /** Bytes that came through. */
  passedBytes = 0
  readonly #from: Socket
  readonly #to: Socket
  #delay: () => number = () => 0
  #sliceSize = Infinity
  #cutAt = Infinity
  #cutHow: Cut = 'fin'
  #open: Promise<void> = Promise.resolve()
  #reopen: () => void = () => undefined

  constructor(from: Socket, to: Socket) {
    this.#from = from
    this.#to = to
    void this.#pump()
  }

  /** Holds every chunk back for so many milliseconds; order is kept. */
  delay(milliseconds: number | (() => number)): void {
    this.#delay = typeof milliseconds === 'number' ? () => milliseconds : milliseconds
  }

  /** Passes chunks on in slices, each in a separate segment. */
  slice(size: number): void {
    this.#sliceSize = size
  }

  /** Lets so many bytes through, counted from the first, then ends the connection on both sides. */
  cutAfter(bytes: number, how: Cut): void {
    this.#cutAt = bytes
    this.#cutHow = how
    if (this.passedBytes >= bytes) this.#cut()
  }

  /** Lets nothing through, not even the end, as a dead network path does; the bytes are kept by TCP. */
  blackHole(): void {
    this.resume()
    this.#open = new Promise((resolve) => (this.#reopen = resolve))
  }

  /** Ends a black hole: what waited comes through. */
  resume(): void {
    this.#reopen()
  }

  async #pump(): Promise<void> {
    const chunks = this.#from.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>
    try {
      for await (const chunk of chunks) if (!(await this.#forward(chunk))) return
      await this.#open
      this.#to.end()
    } catch {
      // The source was reset, so the target is too, through the same faults.
      await this.#open
      reset(this.#to)
    }
  }

  async #forward(chunk: Buffer): Promise<boolean> {
    const milliseconds = this.#delay()
    if (milliseconds > 0) await wait(milliseconds)
    for (let start = 0; start < chunk.length; start += this.#sliceSize) {
      await this.#open
      const slice = chunk.subarray(start, start + this.#sliceSize)
      if (!(await this.#write(slice.subarray(0, this.#cutAt - this.passedBytes)))) return false
    }
    return true
  }

  async #write(bytes: Buffer): Promise<boolean> {
    if (this.#to.destroyed) return false
    const flushed = this.#to.write(bytes)
    this.passedBytes += bytes.length
    if (this.passedBytes >= this.#cutAt) return this.#cut()
    if (!flushed) await drained(this.#to)
    else if (this.#sliceSize !== Infinity) await turn()
    return !this.#to.destroyed
  }

  #cut(): false {
    for (const socket of [this.#to, this.#from]) {
      if (this.#cutHow === 'reset') reset(socket)
      else socket.end(() => socket.destroy())
    }
    return false
  }
}

function drained(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      socket.off('drain', done)
      socket.off('close', done)
      resolve()
    }
    socket.on('drain', done)
    socket.on('close', done)
  })
}
