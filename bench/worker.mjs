import { spawn, spawnSync } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'

const canPin = availableParallelism() > 1 && !spawnSync('taskset', ['--version']).error

/** How processes share the machine, in words. */
export const placement = canPin ? 'client and server on different cores' : 'cores not pinned'

/** A process of the benchmark, which answers one question at a time. */
export class Worker {
  #child
  #answer

  constructor(file, { core, node = process.execPath, flags = [], env = {} }) {
    const path = fileURLToPath(new URL(file, import.meta.url))
    const command = [...(canPin ? ['taskset', '-c', String(core)] : []), node, ...flags, path]
    this.#child = spawn(command[0], command.slice(1), {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      env: { ...process.env, ...env },
    })
    this.#child.on('message', (message) => this.#answer?.(message))
    this.#child.on('exit', (code) => this.#answer?.({ problem: `${file} exited with ${code}` }))
  }

  /** Sends a question and gives its answer; without a question, the answer that comes unasked. */
  async ask(question) {
    const answer = new Promise((resolve) => (this.#answer = resolve))
    if (question) this.#child.send(question)
    const { result, problem } = await answer
    this.#answer = undefined
    if (problem) throw new Error(problem)
    return result
  }

  /** Ends the process and waits for that. */
  async stop() {
    const exited = new Promise((resolve) => this.#child.once('exit', resolve))
    this.#child.disconnect()
    await exited
  }
}
