/** Runs tasks one after the other: a task that comes while another one runs waits for its end. */
export class Turns {
  readonly #tasks: (() => void)[] = []
  #isRunning = false

  run(task: () => void): void {
    this.#tasks.push(task)
    if (this.#isRunning) return
    this.#isRunning = true
    try {
      for (let next = this.#tasks.shift(); next; next = this.#tasks.shift()) next()
    } finally {
      this.#isRunning = false
    }
  }
}
