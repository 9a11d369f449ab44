import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { NodeWebSocketChannel } from '../../src/node.js'
import { freePort } from './free-port.js'
import { copyExample } from './run-example.js'
import { startProgram } from './start-program.js'

const size = 50_000_000
const mebibyte = 2 ** 20

describe('a tunnel by websockify to a TCP server', () => {
  let content: Buffer
  let sum: string
  beforeAll(() => {
    content = randomBytes(size)
    sum = checksum(content)
  })
  afterAll(() => {
    content = Buffer.alloc(0)
  })

  it(
    'the example sends 50 MB there and back, with little memory',
    { timeout: 60_000 },
    async () => {
      const url = await startTunnel((socket) => {
        // Slower than the disk: without backpressure the file would wait in the memory of the client.
        socket.on('data', (chunk) => {
          socket.pause()
          socket.write(chunk)
          setTimeout(() => socket.resume(), 2)
        })
      })
      const example = await copyExample('protocols/tunnel.ts')
      await writeFile(join(example.folder, 'original'), content)
      const output = await example.run(url, 'original', 'copy')
      const [there, buffered] = (output.match(/\d+/g) ?? []).map(Number)
      expect(there).toBe(size)
      expect(buffered).toBeGreaterThan(0)
      expect(buffered).toBeLessThan(2 * mebibyte)
      expect(checksum(await readFile(join(example.folder, 'copy')))).toBe(sum)
    },
  )

  it('a reader that stops keeps 50 MB out of the memory of its process', async () => {
    let pieces = 0
    const url = await startTunnel((socket) => {
      for (let start = 0; start < size; start += mebibyte) {
        socket.write(content.subarray(start, start + mebibyte), () => pieces++)
      }
    })
    // Without backpressure the channel fails, as this is the most that it may hold.
    const channel = NodeWebSocketChannel.connect(url, { maxHeldBytes: 4 * mebibyte })
    const before = process.memoryUsage().arrayBuffers
    const hash = createHash('sha256')
    let received = 0
    for await (const frame of channel.stream) {
      if (received === 0) {
        await settled(() => pieces)
        expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(16 * mebibyte)
      }
      hash.update(frame)
      received += frame.length
      if (received === size) break
    }
    expect(hash.digest('hex')).toBe(sum)
    await channel.sink.close()
  })
})

/**
 * Resolves when the value has been the same for a second. How much websockify takes beyond what this process reads
 * differs from run to run: everything, or as much as the system's buffers hold.
 */
async function settled(value: () => number): Promise<void> {
  let last: number
  do {
    last = value()
    await wait(1_000)
  } while (value() !== last)
}

/** Starts websockify in front of a TCP server, and resolves with the URL. Both end with the test. */
async function startTunnel(serve: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    // websockify ends connections in its own way.
    socket.on('error', () => undefined)
    serve(socket)
  })
  const target = `127.0.0.1:${await listen(server)}`
  const port = await freePort()
  const tunnel = await startProgram('/usr/bin/websockify', [`127.0.0.1:${port}`, target], port)
  onTestFinished(async () => {
    await tunnel.stop()
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return `ws://127.0.0.1:${port}/`
}

async function listen(server: Server): Promise<number> {
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return (server.address() as AddressInfo).port
}

function checksum(data: Uint8Array): string {
  return createHash('sha256').update(data).digest('hex')
}
