import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { freePort } from '../peers/free-port.js'
import { type Program, startProgram } from '../peers/start-program.js'
import { startChatServer } from './chat-server.js'
import type { Built, Example, ExampleServer } from './examples.js'
import { Front } from './front.js'

/** An example, and the server of the chat behind it. */
export interface Served {
  /** Of the page of a user called Ada. */
  readonly address: string
  /** The server of the chat. `stop` kills it. */
  readonly server: Program
  readonly port: number
}

/** Starts the server of the chat, and serves an example in front of it. */
export async function serve(built: Built, example: Example): Promise<Served> {
  const port = await freePort()
  const server = await startChatServer(port)
  onTestFinished(() => server.stop())
  const address = await serveInFrontOf(port, built, example)
  return { server, port, address: `${address}?name=Ada` }
}

/** Serves an example in front of a port, and resolves with its address. */
export async function serveInFrontOf(
  port: number,
  built: Built,
  { server: renderer }: Example,
): Promise<string> {
  const application = renderer ? { port: await render(built, renderer) } : { folder: built.output }
  const front = new Front(application, port)
  onTestFinished(() => front.close())
  return front.listen()
}

/** Starts a server of an example, and resolves with its port. */
export async function render({ folder }: Built, { command }: ExampleServer): Promise<number> {
  const [script = '', ...options] = command
  const port = await freePort()
  const program = [process.execPath, join(folder, script), ...options, String(port), folder]
  // Without the variables of Vitest, with which plugins of Vite replace no modules.
  const words = ['-u', 'VITEST', '-u', 'NODE_ENV', ...program]
  const server = await startProgram('env', words, port)
  onTestFinished(() => server.stop())
  return port
}
