import { once } from 'node:events'
import { Worker } from 'node:worker_threads'

/** A server in a thread, because the test blocks the thread it runs in. */
export interface LateServer {
  readonly url: string
  /** Resolves when the server has received what it answers 50 ms later. */
  readonly asked: () => Promise<void>
  readonly stop: () => Promise<unknown>
}

const program = `
  const { createHash } = require('node:crypto')
  const { createServer } = require('node:http')
  const { parentPort, workerData: { what, asked } } = require('node:worker_threads')
  const answerLate = (answer) => {
    Atomics.store(asked, 0, 1)
    setTimeout(answer, 50)
  }
  const server = createServer().on('upgrade', ({ headers }, socket) => {
    const key = headers['sec-websocket-key'] + '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'
    const accept = createHash('sha1').update(key).digest('base64')
    const lines = ['HTTP/1.1 101 Switching Protocols', 'Upgrade: websocket', 'Connection: Upgrade']
    const open = () => socket.write([...lines, 'Sec-WebSocket-Accept: ' + accept, '', ''].join('\\r\\n'))
    socket.on('error', () => undefined)
    if (what === 'upgrade') return answerLate(open)
    socket.once('data', () => answerLate(() => socket.end(Buffer.from([0x88, 0x02, 0x03, 0xe8]))))
    open()
  })
  server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port))
`

/** Starts a server that answers the upgrade, or the close frame, 50 ms after it has received it. */
export async function answeringLate(what: 'upgrade' | 'close'): Promise<LateServer> {
  const asked = new Int32Array(new SharedArrayBuffer(4))
  const worker = new Worker(program, { eval: true, workerData: { what, asked } })
  const [port] = (await once(worker, 'message')) as [number]
  return {
    url: `ws://127.0.0.1:${port}/`,
    asked: async () => {
      while (Atomics.load(asked, 0) === 0) await new Promise(setImmediate)
    },
    stop: () => worker.terminate(),
  }
}

/** Blocks this thread. */
export function block(milliseconds: number): void {
  const until = performance.now() + milliseconds
  while (performance.now() < until) continue
}
