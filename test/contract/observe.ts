import type { Observable, Subscription } from 'rxjs'
import type { Frame } from '../../src/core/frame.js'
import { longestRecorded } from '../peer/peer.js'
import type { AnyChannel } from './adapter.js'
import { ContractBroken, equal } from './assert.js'

const patience = 6_000

/** One subscription that writes down what it gets. */
export class Observed {
  /** Frames as `describe` formats them, then `complete` or `error`, and whatever wrongly comes after. */
  readonly events: string[] = []
  /** What the stream errored with. */
  error: unknown
  readonly subscription: Subscription
  readonly #waiting = new Set<() => void>()
  #hasEnded = false

  constructor(stream: Observable<Frame>, onFrame: (frame: Frame) => void = () => undefined) {
    this.subscription = stream.subscribe({
      next: (frame) => {
        this.#note(describe(frame))
        onFrame(frame)
      },
      error: (error: unknown) => {
        this.error = error
        this.#end('error')
      },
      complete: () => this.#end('complete'),
    })
  }

  /** Resolves with the events at the first terminal signal. */
  end(): Promise<readonly string[]> {
    return this.#until(() => this.#hasEnded, 'the end of `stream`')
  }

  /** Resolves with the events as soon as there are that many. */
  frames(count: number): Promise<readonly string[]> {
    return this.#until(() => this.events.length >= count, `${count} frames`)
  }

  #end(event: string): void {
    this.#hasEnded = true
    this.#note(event)
  }

  #note(event: string): void {
    this.events.push(event)
    for (const look of [...this.#waiting]) look()
  }

  async #until(isReached: () => boolean, what: string): Promise<readonly string[]> {
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => {
        const soFar = this.events.slice(0, 20).join(', ')
        reject(new ContractBroken(`Expected ${what} within ${patience} ms, so far: ${soFar}`))
      }, patience)
      const look = () => {
        if (!isReached()) return
        clearTimeout(timer)
        this.#waiting.delete(look)
        resolve()
      }
      this.#waiting.add(look)
      look()
    })
    return this.events
  }
}

/** Subscribes to a stream and writes down what comes; `onFrame` is called after each frame. */
export function observe(stream: Observable<Frame>, onFrame?: (frame: Frame) => void): Observed {
  return new Observed(stream, onFrame)
}

/** Fails unless the stream ends with exactly these events. */
export async function endsWith(observed: Observed, events: readonly string[]): Promise<void> {
  equal(await observed.end(), events, 'what the subscription got')
}

/** A frame as a short text: a string as it is, bytes as `hex 0102`, many of them as `hex of 4096 bytes`. */
export function describe(frame: Frame): string {
  if (typeof frame === 'string') return frame
  if (frame.length > longestRecorded) return `hex of ${frame.length} bytes`
  return `hex ${Array.from(frame, (byte) => byte.toString(16).padStart(2, '0')).join('')}`
}

/** Reads `count` frames with its own iterator and leaves. */
export async function take(channel: AnyChannel, count: number): Promise<string[]> {
  const frames: string[] = []
  for await (const frame of channel.stream) {
    frames.push(describe(frame))
    if (frames.length === count) break
  }
  return frames
}

/** Reads all that comes until the stream ends. */
export async function readAll(channel: AnyChannel): Promise<string[]> {
  const frames: string[] = []
  for await (const frame of channel.stream) frames.push(describe(frame))
  return frames
}
