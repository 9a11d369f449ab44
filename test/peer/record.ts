import { holds, longestRecorded, type Seen, type Until } from './peer.js'

const patience = 5_000

/** What one peer saw so far, and who waits to hear of it. */
export class PeerRecord {
  #seen: Seen = {
    connections: 0,
    offered: [],
    frames: [],
    close: null,
    pings: 0,
    pongs: 0,
    lastPong: null,
    ended: null,
    isGone: false,
    unsent: 0,
  }
  readonly #frames: string[] = []
  readonly #waiting = new Set<() => void>()

  /** Records something, and resolves the promises that wait for it. */
  note(news: Partial<Omit<Seen, 'frames'>>): void {
    this.#seen = { ...this.#seen, ...news }
    this.#wake()
  }

  noteText(text: string): void {
    const bytes = new TextEncoder().encode(text).length
    this.#frames.push(bytes > longestRecorded ? `text of ${bytes} bytes` : `text ${text}`)
    this.#wake()
  }

  noteBinary(bytes: Uint8Array): void {
    this.#frames.push(
      bytes.length > longestRecorded ? `hex of ${bytes.length} bytes` : `hex ${hexOf(bytes)}`,
    )
    this.#wake()
  }

  get now(): Seen {
    return { ...this.#seen, frames: [...this.#frames] }
  }

  /** Resolves with what was seen as soon as `until` holds, at the latest when patience ends. */
  async when(until: Until): Promise<Seen> {
    if (!holds(this.now, until)) await this.#change(until)
    return this.now
  }

  async #change(until: Until): Promise<void> {
    await new Promise<void>((resolve) => {
      const stop = () => {
        clearTimeout(timer)
        this.#waiting.delete(look)
        resolve()
      }
      const look = () => {
        if (holds(this.now, until)) stop()
      }
      const timer = setTimeout(stop, patience)
      this.#waiting.add(look)
    })
  }

  #wake(): void {
    for (const look of [...this.#waiting]) look()
  }
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
