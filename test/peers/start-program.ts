import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'

/** A program that listens on a port of the loopback interface. */
export interface Program {
  readonly port: number
  stop(): Promise<void>
}

/** Starts a program and waits until it listens: on the port given, or on the one that it prints after "listening on". */
export async function startProgram(
  command: string,
  args: readonly string[],
  port?: number,
): Promise<Program> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  let words = ''
  const listen = (chunk: Buffer) => {
    words += chunk.toString()
  }
  child.stdout.on('data', listen)
  child.stderr.on('data', listen)
  const exited = once(child, 'exit')
  const failed = exited.then(() => {
    throw new Error(`${command} ended: ${words}`)
  })
  // Also when it is stopped, and nobody waits for it to listen any more.
  failed.catch(() => undefined)
  const told = async (): Promise<number> => {
    for (;;) {
      const [, found] = /listening on (\d+)/.exec(words) ?? []
      if (found !== undefined) return Number(found)
      await once(child.stdout, 'data')
    }
  }
  const own = port === undefined ? told() : listensOn(port)
  return {
    port: await Promise.race([own, failed]),
    async stop() {
      child.kill('SIGKILL')
      await exited
    },
  }
}

async function listensOn(port: number): Promise<number> {
  for (;;) {
    const socket = connect(port, '127.0.0.1')
    try {
      await once(socket, 'connect')
      return port
    } catch {
      // Not yet.
      await new Promise((resolve) => setTimeout(resolve, 20))
    } finally {
      socket.destroy()
    }
  }
}
