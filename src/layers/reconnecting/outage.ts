/** How long a channel has been without a connection, by the monotonic clock; time offline is not counted. Milliseconds. */
export class Outage {
  #start: number
  // Set while offline.
  #offlineSince: number | undefined

  constructor(time: number) {
    this.#start = time
  }

  /** The last connection was lost. */
  restart(time: number): void {
    this.#start = time
    if (this.#offlineSince !== undefined) this.#offlineSince = time
  }

  offline(time: number): void {
    this.#offlineSince ??= time
  }

  online(time: number): void {
    if (this.#offlineSince !== undefined) this.#start += time - this.#offlineSince
    this.#offlineSince = undefined
  }

  elapsed(time: number): number {
    return (this.#offlineSince ?? time) - this.#start
  }
}
