// As measured on Linux.
const HELD = 4_270_000
const STEP = 1_430_000
const TICK = 20

/** How the link of a {@link SlowLink} works. */
export interface LinkSettings {
  /** Bytes per millisecond. */
  readonly rate: number
  /** Bytes that the operating systems hold. */
  readonly held?: number
  /** Whether the platform shows `bytesTaken`. */
  readonly isShown?: boolean
}

/**
 * A socket over a slow link, for fake timers. The operating systems hold some megabytes between it and the peer, and take more
 * in steps. A ping is answered when everything before it has passed the link.
 */
export class SlowLink {
  rate: number
  activity = 0
  isAnswering = true
  bufferedAmount = 0
  readonly #settings: LinkSettings
  readonly #timer: ReturnType<typeof setInterval>
  #added = 0
  #passed = 0
  #taken = 0
  #pings: number[] = []

  constructor(settings: LinkSettings) {
    this.#settings = settings
    this.rate = settings.rate
    this.#timer = setInterval(() => {
      this.#pass(TICK)
    }, TICK)
  }

  get bytesTaken(): number | undefined {
    return this.#settings.isShown === false ? undefined : this.#taken
  }

  /** Bytes that have passed the link. */
  get passed(): number {
    return this.#passed
  }

  add(bytes: number): void {
    this.#added += bytes
    this.#take()
  }

  ping(): void {
    this.add(6)
    this.#pings.push(this.#added)
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  #pass(milliseconds: number): void {
    this.#passed = Math.min(this.#passed + this.rate * milliseconds, this.#taken)
    this.#take()
    if (!this.isAnswering) return
    this.activity += this.#pings.filter((ping) => ping <= this.#passed).length
    this.#pings = this.#pings.filter((ping) => ping > this.#passed)
  }

  #take(): void {
    const room = (this.#settings.held ?? HELD) - (this.#taken - this.#passed)
    const isFull = this.bufferedAmount > 0
    if (!isFull || room >= STEP) this.#taken += Math.min(room, this.#added - this.#taken)
    this.bufferedAmount = this.#added - this.#taken
  }
}
