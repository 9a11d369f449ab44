// A file that has not come back among so many others was lost.
const LIMIT = 100

interface Remembered {
  readonly name: string
  readonly size: number
}

/** The names of the files that were sent. A binary frame has none: it is the bytes only. */
export class FileNames {
  #sent: readonly Remembered[] = []

  remember(name: string, { byteLength }: Uint8Array): void {
    this.#sent = [...this.#sent, { name, size: byteLength }].slice(-LIMIT)
  }

  /** Returns the name of the first file of this size that has not come back, if there is one. */
  recall({ byteLength }: Uint8Array): string | undefined {
    const index = this.#sent.findIndex(({ size }) => size === byteLength)
    if (index < 0) return undefined
    const found = this.#sent[index]
    // What was sent before it was lost: an echo keeps the order.
    this.#sent = this.#sent.slice(index + 1)
    return found?.name
  }
}
