import { isHidden, passTasks } from '../../core/hidden-page.js'
import { inMicrotask } from '../../core/microtask.js'
import { bytesTaken, Outflow } from '../../core/lifecycle/outflow.js'
import { startTimer, type Timer } from '../../core/lifecycle/timer.js'

/** What a pulse calls and asks. */
export interface PulsePort {
  /** Bytes that were added and have not left yet. */
  readonly bufferedAmount: number
  /** Bytes that have left, where the platform shows it. */
  readonly bytesTaken: number | undefined
  /** Sends a message. It may stop the pulse. */
  send(): void
  /** The peer is silent. */
  timedOut(): void
}

/** How a pulse beats. */
export interface PulseSettings {
  /** Milliseconds. */
  readonly interval: number
  /** Milliseconds. */
  readonly timeout: number
  /** Whether a message is sent after each interval. */
  readonly isSending: boolean
  /** Whether only a reply is the answer to a message. Else anything that arrives is. */
  readonly hasReplies: boolean
}

// Milliseconds. A look that was this late cannot be trusted: the process was blocked or suspended, or the page was throttled, and
// what arrived meanwhile may be unread.
const LATEST_LOOK = 50
const NEXT_LOOK_DELAY = 20
// The last look but one comes so much before the deadline, so that what had arrived by then is read before the last one.
const LAST_LOOK_DELAY = 1
// So that it also ends in a process whose timers are always late.
const MOST_LOOKS = 10
// An answer is awaited for so many times `timeout` at most after a message, or after bytes have left.
const MOST_TIMEOUTS = 12
// At an empty queue it looks again after so small a part of `timeout`: the queue may be empty for a moment only, and what leaves shows
// between two looks at a full one.
const EMPTY_QUEUE_LOOKS = 8

/**
 * The timing of a heartbeat, with one timer: when to send a message, and when the peer has been silent for too long. Times are
 * integer milliseconds of a monotonic clock, which V8 stores without an object each.
 */
export class Pulse {
  readonly #port: PulsePort
  readonly #settings: PulseSettings
  #isRunning = false
  #timer: Timer | undefined
  // When the timer is due, and the latest time seen. Never before it: the timer decides if the clock has fallen behind it, as with
  // fake timers that do not replace `performance`.
  #timerDue = Infinity
  #time = 0
  // Whether something has arrived whose time is not noted yet.
  #hasNews = false
  #lastArrival = 0
  // Since when anything is awaited; absent during the interval.
  #awaitedSince: number | undefined
  // When the last message was sent; absent when that is answered.
  #sentAt: number | undefined
  // While the answer to a message is awaited: an idle channel does not need it.
  #outflow: Outflow | undefined
  // Bytes that had left at the start, or when an answer was awaited last.
  #taken = 0
  // The last look that came shortly before the deadline or after it, and how many of these could not be trusted.
  #lastLook: number | undefined
  #lateLooks = 0

  constructor(port: PulsePort, settings: PulseSettings) {
    this.#port = port
    this.#settings = settings
  }

  get isRunning(): boolean {
    return this.#isRunning
  }

  /** Starts, or goes on after `stop`: the interval begins anew. */
  start(): void {
    this.#isRunning = true
    this.#taken = bytesTaken({ socket: this.#port })
    this.#beginInterval(this.#now())
  }

  stop(): void {
    this.#isRunning = false
    clearTimeout(this.#timer)
    this.#timer = undefined
  }

  /** The last message is answered, or will never be. */
  answered(): void {
    this.#sentAt = undefined
  }

  /**
   * Something has arrived. The clock is read and the timer armed once for all that arrives in one turn of the event loop, and from
   * the task that received it: browsers throttle timers in hidden pages that were armed by timers.
   */
  arrived(): void {
    // Another function makes the closure, for which V8 would else allocate a context at each call.
    if (!this.#hasNews) this.#noteSoon()
  }

  /** Called by its timer. */
  look(): void {
    const time = (this.#time = Math.max(this.#now(), this.#timerDue))
    if (this.#hasNews) {
      this.#noteArrival(time)
    } else if (this.#awaitedSince !== undefined) {
      const since = this.#noteOutflow(time) ?? this.#awaitedSince
      this.#lookForSilence(time, since + this.#settings.timeout)
    } else {
      if (time >= this.#lastArrival + this.#settings.interval) this.#await(time)
      if (this.#isRunning) this.#arm(time)
    }
  }

  #noteSoon(): void {
    this.#hasNews = true
    inMicrotask(() => {
      this.#noteArrival(this.#now())
    })
  }

  #noteArrival(time: number): void {
    if (!this.#hasNews) return
    this.#hasNews = false
    if (!this.#settings.hasReplies) this.#sentAt = undefined
    if (this.#isRunning) this.#beginInterval(time)
  }

  #beginInterval(time: number): void {
    const { interval, isSending } = this.#settings
    this.#lastArrival = time
    this.#awaitedSince = isSending ? undefined : time + interval
    this.#taken = this.#outflow?.taken ?? this.#taken
    this.#outflow = undefined
    this.#forgetLooks()
    this.#arm(time)
  }

  #forgetLooks(): void {
    this.#lastLook = undefined
    this.#lateLooks = 0
  }

  /**
   * The interval is over. A message that has no answer yet stands for another one. That it is answered by something else than a
   * reply counts only after `timeout`.
   */
  #await(time: number): void {
    this.#outflow = new Outflow({ socket: this.#port }, time, { taken: this.#taken })
    this.#awaitAfter(time, this.#outflow.begin(time))
    if (this.#sentAt !== undefined && time < this.#sentAt + this.#settings.timeout) return
    this.#sentAt = time
    this.#port.send()
  }

  /**
   * Bytes that leave are a sign of life too: the message may be behind megabytes, so its answer is due later. Returns since when
   * the answer is awaited then.
   */
  #noteOutflow(time: number): number | undefined {
    const delay = this.#outflow?.look(time)
    if (delay === undefined) return undefined
    this.#forgetLooks()
    return this.#awaitAfter(time, delay)
  }

  /** @param delay Milliseconds that the network may need until the message has left. */
  #awaitAfter(time: number, delay: number): number {
    const longest = (MOST_TIMEOUTS - 1) * this.#settings.timeout
    return (this.#awaitedSince = time + Math.floor(Math.min(delay, longest)))
  }

  /** Ends it only at a second look in time, so that what had arrived before the deadline is read. */
  #lookForSilence(time: number, deadline: number): void {
    if (time >= deadline && this.#isTrusted(time)) {
      this.#port.timedOut()
      return
    }
    if (time >= deadline - LAST_LOOK_DELAY) this.#lastLook = time
    if (time < deadline) {
      this.#arm(time)
      return
    }
    this.#lateLooks++
    if (isHidden()) void this.#lookInTasks(this.#nextLook(time) - time)
    else this.#arm(time)
  }

  /** Looks again without a timer: in a hidden page each would be late, by up to a minute. */
  async #lookInTasks(delay: number): Promise<void> {
    const timer = this.#timer
    await passTasks(delay)
    // Something has arrived, or the pulse was stopped.
    if (this.#timer === timer) this.look()
  }

  #isTrusted(time: number): boolean {
    if (this.#lateLooks === MOST_LOOKS) return true
    return this.#lastLook !== undefined && time - this.#lastLook < LATEST_LOOK
  }

  #arm(time: number): void {
    const delay = this.#nextLook(time) - time
    clearTimeout(this.#timer)
    this.#timerDue = time + delay
    this.#timer = startTimer(delay, look, this)
  }

  #nextLook(time: number): number {
    const { interval, timeout } = this.#settings
    if (this.#awaitedSince === undefined) return Math.max(this.#lastArrival + interval, time)
    const deadline = this.#awaitedSince + timeout
    if (time < deadline - LAST_LOOK_DELAY) {
      return Math.min(deadline - LAST_LOOK_DELAY, this.#nextOutflowLook(time))
    }
    if (time < deadline) return deadline
    return time + (time < deadline + LATEST_LOOK ? LAST_LOOK_DELAY : NEXT_LOOK_DELAY)
  }

  #nextOutflowLook(time: number): number {
    if (!this.#outflow) return Infinity
    const { timeout } = this.#settings
    return time + (this.#port.bufferedAmount > 0 ? timeout : Math.ceil(timeout / EMPTY_QUEUE_LOOKS))
  }

  #now(): number {
    return (this.#time = Math.max(Math.floor(performance.now()), this.#time))
  }
}

// One function for all timers: a closure per channel would be a good part of an idle channel's memory.
function look(pulse: Pulse): void {
  pulse.look()
}
