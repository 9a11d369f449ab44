import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { describe, expect, it } from 'vitest'
import { connect } from './adversary/connect.js'

// In a thread, because the test blocks its own: answers the close frame 50 ms after it has said that there was one.
const answeringLate = `
  const { createHash } = require('node:crypto')
  const { createServer } = require('node:http')
  const { parentPort, workerData } = require('node:worker_threads')
  const server = createServer().on('upgrade', ({ headers }, socket) => {
    const key = headers['sec-websocket-key'] + '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'
    const accept = createHash('sha1').update(key).digest('base64')
    const lines = ['HTTP/1.1 101 Switching Protocols', 'Upgrade: websocket', 'Connection: Upgrade']
    socket.on('error', () => undefined)
    socket.once('data', () => {
      Atomics.store(workerData, 0, 1)
      setTimeout(() => socket.end(Buffer.from([0x88, 0x02, 0x03, 0xe8])), 50)
    })
    socket.write([...lines, 'Sec-WebSocket-Accept: ' + accept, '', ''].join('\\r\\n'))
  })
  server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port))
`

describe('closeTimeout in a process that was blocked', () => {
  it('does not end the connection while the answer is there', async () => {
    const closing = new Int32Array(new SharedArrayBuffer(4))
    const worker = new Worker(answeringLate, { eval: true, workerData: closing })
    const [port] = (await once(worker, 'message')) as [number]
    const channel = connect(`ws://127.0.0.1:${port}/`, { closeTimeout: 150 })
    await channel.ready
    const closed = channel.sink.close(1000)
    while (Atomics.load(closing, 0) === 0) await new Promise(setImmediate)
    const until = performance.now() + 400
    while (performance.now() < until) continue
    expect(await closed).toEqual({ code: 1000, reason: '', wasClean: true, initiator: 'local' })
    await worker.terminate()
  })
})
