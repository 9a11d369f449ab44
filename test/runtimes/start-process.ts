import { spawn } from 'node:child_process'
import type { Running } from './platform.js'

/** Starts a program with all that it starts itself, so that nothing of it stays when it is stopped. */
export function startProcess(
  command: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {},
): Running {
  const child = spawn(command, args, {
    ...options,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const kill = () => {
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) {
      process.kill(-child.pid, 'SIGKILL')
    }
  }
  process.once('exit', kill)
  let words = ''
  const listen = (chunk: Buffer) => {
    words = `${words}${chunk.toString()}`.slice(-2_000)
  }
  child.stdout.on('data', listen)
  child.stderr.on('data', listen)
  const ended = new Promise<string>((resolve) => {
    child.on('error', (error) => resolve(`${command} did not start: ${error.message}`))
    child.on('exit', (code, signal) => {
      resolve(`${command} ended with ${signal ?? code ?? ''}: ${words}`)
    })
  })
  return {
    ended,
    async stop() {
      process.off('exit', kill)
      kill()
      await ended
    },
  }
}
