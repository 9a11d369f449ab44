import { amount, expectKnown, expectType } from '../core/arguments/check-options.js'
import { checkClose } from '../core/lifecycle/close-request.js'
import { SERVER_CLOSE_CODES } from '../core/lifecycle/server-close-codes.js'
import { startTimer, type Timer } from '../core/lifecycle/timer.js'

/** How a server closes its channels. */
export interface CloseOptions {
  /**
   * The close code: 1000-1003, 1007-1014 or 3000-4999.
   *
   * @default 1001
   */
  readonly code?: number | undefined
  /** The close reason, at most 123 bytes of UTF-8. Empty by default. */
  readonly reason?: string | undefined
  /**
   * Milliseconds from the call until channels that are still open are dropped: `0` at once, `Infinity` leaves them to their
   * `closeTimeout`.
   *
   * @default 5_000
   */
  readonly timeout?: number | undefined
}

interface ShutdownSettings {
  readonly code: number
  readonly reason: string | undefined
  readonly timeout: number
}

/** What a shutdown needs of the server. */
interface ClosingServer {
  readonly channels: ReadonlySet<ClosableChannel>
  readonly pending: ReadonlySet<{ close(): void }>
  readonly refused: ReadonlySet<{ drop(): void; dropWhenSent(): void }>
  /** Called once, when nothing is left. */
  finish(): void
}

interface ClosableChannel {
  readonly sink: { close(code: number, reason?: string): unknown }
  abort(): void
}

// Each closes in some ten microseconds, and the event loop must go on in between.
const BATCH = 100

/**
 * Checks the arguments of a server's `close`.
 *
 * @throws {TypeError} If one has the wrong type or is unknown.
 * @throws {RangeError} If the code may not be sent, the reason is too long, or `timeout` is out of range.
 */
export function shutdownSettings(options: CloseOptions): ShutdownSettings {
  expectType('options', options, 'object')
  expectKnown(options, 'code, reason, timeout')
  const { code = 1001, reason } = options
  checkClose({ code, reason }, SERVER_CLOSE_CODES)
  return { code, reason, timeout: amount('timeout', options.timeout, 5_000) }
}

/** Closes a server: refuses its handshakes, closes its channels in batches, and drops those that take too long. */
export class Shutdown {
  readonly finished: Promise<void>
  readonly #server: ClosingServer
  readonly #settings: ShutdownSettings
  #timer: Timer | undefined
  #hasClosedAll = false
  #isDraining = false
  #resolve: (() => void) | undefined

  constructor(server: ClosingServer, settings: ShutdownSettings) {
    this.#server = server
    this.#settings = settings
    this.finished = new Promise((resolve) => (this.#resolve = resolve))
  }

  /** Whether all channels have ended, and only connections that are refused are left. */
  get isDraining(): boolean {
    return this.#isDraining
  }

  start(): void {
    const { channels, pending, refused } = this.#server
    const { code, reason, timeout } = this.#settings
    for (const handshake of [...pending]) handshake.close()
    this.#timer = startTimer(timeout, () => {
      for (const connection of refused) connection.drop()
      void inBatches(channels, (channel) => {
        channel.abort()
      })
    })
    void inBatches(channels, (channel) => {
      void channel.sink.close(code, reason)
      if (timeout === 0) channel.abort()
    }).then(() => {
      this.#hasClosedAll = true
      this.check()
    })
  }

  /** Finishes if nothing is left. Called when a channel or a refused connection has ended. */
  check(): void {
    const { channels, refused } = this.#server
    if (!this.#hasClosedAll || channels.size > 0) return
    if (!this.#isDraining) {
      this.#isDraining = true
      for (const connection of refused) connection.dropWhenSent()
    }
    if (refused.size > 0 || !this.#resolve) return
    clearTimeout(this.#timer)
    this.#server.finish()
    this.#resolve()
    this.#resolve = undefined
  }
}

/** Calls a function for each element, and lets the event loop run after each batch. */
async function inBatches<T>(elements: Iterable<T>, act: (element: T) => void): Promise<void> {
  let left = BATCH
  for (const element of elements) {
    act(element)
    if (--left > 0) continue
    left = BATCH
    await new Promise((resolve) => setImmediate(resolve))
  }
}
