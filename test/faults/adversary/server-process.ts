import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

/** A server in a separate process, which can be killed. */
export interface ServerProcess {
  readonly port: number
  kill(): Promise<void>
}

const program = `
import { WebSocketServer } from 'ws'
const server = new WebSocketServer({ host: '127.0.0.1', port: Number(process.argv[1]) })
server.on('connection', (socket) => socket.on('message', (data, binary) => socket.send(data, { binary })))
server.on('listening', () => console.log(server.address().port))
`

/** Starts a process with a `ws` server that sends everything back. Resolves when it listens. */
export async function startServerProcess(port = 0): Promise<ServerProcess> {
  const args = ['--input-type=module', '-e', program, String(port)]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const line = await once(createInterface(child.stdout), 'line')
  return { port: Number(line[0]), kill: () => killed(child) }
}

async function killed(child: ChildProcess): Promise<void> {
  const exited = once(child, 'exit')
  child.kill('SIGKILL')
  await exited
}
