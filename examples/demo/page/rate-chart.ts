import { type Subscription, timer } from 'rxjs'
import { find } from '../../shared/find.js'
import { type Direction, RateHistory } from './rate-history.js'

// In the units of the drawing: a bar with its gap, and half of the height.
const STEP = 4
const BAR = 3
const MIDDLE = 40
// Frames of the highest bar at least, so that a single message is a small one.
const MIN_SCALE = 5

/** Draws the frames of each second: what was sent above the axis, what was received below it. */
export class RateChart {
  readonly #history = new RateHistory()
  readonly #bars = {
    sent: find('sent-bars', SVGPathElement),
    received: find('received-bars', SVGPathElement),
  }
  readonly #rates = {
    sent: find('sent-rate', HTMLElement),
    received: find('received-rate', HTMLElement),
  }
  readonly #peak = find('peak', HTMLElement)
  readonly #caption = find('rates', HTMLElement)

  /** Draws once a second, until it is unsubscribed. */
  start(): Subscription {
    return timer(0, 1_000).subscribe(() => this.#draw())
  }

  sent(frames: number): void {
    this.#history.count('sent', frames, second())
  }

  received(frames: number): void {
    this.#history.count('received', frames, second())
  }

  #draw(): void {
    const now = second()
    const sent = this.#history.lastMinute('sent', now)
    const received = this.#history.lastMinute('received', now)
    const peak = Math.max(...sent, ...received)
    const scale = Math.max(peak, MIN_SCALE)
    this.#drawHalf(
      'sent',
      sent.map((count) => -count / scale),
    )
    this.#drawHalf(
      'received',
      received.map((count) => count / scale),
    )
    this.#rates.sent.textContent = (sent.at(-1) ?? 0).toLocaleString()
    this.#rates.received.textContent = (received.at(-1) ?? 0).toLocaleString()
    this.#peak.textContent = `Peak ${peak.toLocaleString()}`
    this.#caption.textContent = `Last minute: ${total(sent)} sent, ${total(received)} received`
  }

  /** Draws bars from the axis, each up to 1 long; those with a negative length go up. */
  #drawHalf(direction: Direction, lengths: readonly number[]): void {
    const bars = lengths.map((length, index) => {
      if (length === 0) return ''
      const end = (length * (MIDDLE - 1)).toFixed(1)
      return `M${index * STEP} ${MIDDLE}v${end}h${BAR}V${MIDDLE}z`
    })
    this.#bars[direction].setAttribute('d', bars.join(''))
  }
}

function second(): number {
  return Math.floor(performance.now() / 1_000)
}

function total(counts: readonly number[]): string {
  return counts.reduce((sum, count) => sum + count, 0).toLocaleString()
}
