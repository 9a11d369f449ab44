import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

const folder = new URL('../../../', import.meta.url)

/** The example as `npm run example:chat` runs it. */
export const asInstalled = 'examples/chat/start.mjs'
/** The same without nats-server and haproxy. */
export const alone = 'test/peers/programs/chat-alone.mjs'
/** A program of the chat that cannot start. */
export const brokenPart = 'test/peers/programs/broken-part.mjs'

/** A run of the example. It ends with the test. */
export class ChatProcess {
  readonly #child
  readonly #exited: Promise<unknown>
  #printed = ''

  constructor(program: string, ...words: readonly string[]) {
    const command = [fileURLToPath(new URL(program, folder)), ...words]
    // No browser opens by itself.
    const env = { ...process.env, CI: 'true' }
    this.#child = spawn(process.execPath, command, {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      // It and the programs that it starts are one process group, as in a terminal.
      detached: true,
    })
    this.#exited = once(this.#child, 'close')
    for (const output of [this.#child.stdout, this.#child.stderr]) {
      output.on('data', (chunk: Buffer) => (this.#printed += chunk.toString()))
    }
    onTestFinished(() => this.interrupt().then(() => undefined))
  }

  get printed(): string {
    return this.#printed
  }

  /** Resolves with the address of the page. */
  address(): Promise<string> {
    return this.prints(/http:\S+/)
  }

  /** Resolves with the first text that it prints and that matches. */
  async prints(pattern: RegExp): Promise<string> {
    for (;;) {
      const [found] = pattern.exec(this.#printed) ?? []
      if (found !== undefined) return found
      await Promise.race([once(this.#child.stdout, 'data'), this.#exited])
      if (this.#child.exitCode !== null) throw new Error(`The chat ended: ${this.#printed}`)
    }
  }

  /** Does what Ctrl-C in a terminal does: all programs of the example get the signal. Resolves with the exit code. */
  async interrupt(): Promise<number | null> {
    const { pid, exitCode } = this.#child
    if (pid !== undefined && exitCode === null) process.kill(-pid, 'SIGINT')
    return this.exitCode()
  }

  async exitCode(): Promise<number | null> {
    await this.#exited
    return this.#child.exitCode
  }
}
