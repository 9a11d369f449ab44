import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const start = fileURLToPath(new URL('../../examples/demo/start.mjs', import.meta.url))

/** How a run of the demo ended. */
export interface DemoResult {
  readonly exitCode: number | null
  readonly output: string
  readonly problems: string
}

/** The demo as a separate process, as `npm start` runs it. */
export class DemoProcess {
  /** Resolves when the process has ended. */
  readonly result: Promise<DemoResult>
  readonly #child
  #output = ''
  #problems = ''

  constructor(...words: readonly string[]) {
    this.#child = spawn(process.execPath, [start, ...words], { stdio: ['ignore', 'pipe', 'pipe'] })
    this.#child.stdout.on('data', (chunk: Buffer) => (this.#output += chunk.toString()))
    this.#child.stderr.on('data', (chunk: Buffer) => (this.#problems += chunk.toString()))
    this.result = new Promise((resolve, reject) => {
      this.#child.once('error', reject)
      this.#child.once('close', (exitCode) => {
        resolve({ exitCode, output: this.#output, problems: this.#problems })
      })
    })
  }

  /** Resolves with the address that the demo prints for its page. */
  async address(): Promise<string> {
    const printed = new Promise<string>((resolve) => {
      this.#child.stdout.on('data', () => {
        const found = /http:\S+/.exec(this.#output)
        if (found) resolve(found[0])
      })
    })
    const ended = this.result.then(({ problems }) => {
      throw new Error(`The demo ended without an address: ${problems}`)
    })
    return Promise.race([printed, ended])
  }

  /** Does what Ctrl-C does. */
  async interrupt(): Promise<DemoResult> {
    this.#child.kill('SIGINT')
    return this.result
  }
}
