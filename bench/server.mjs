import { Buffer } from 'node:buffer'
import { createServer } from 'node:net'
import { FrameCounter } from './server/frame-counter.mjs'
import { readHandshake } from './server/handshake.mjs'
import { roles } from './server/roles.mjs'

const CLOSE = 8
const PING = 9
const CLOSE_NORMALLY = Buffer.from([0x88, 0x02, 0x03, 0xe8])
// So many bytes may wait in this process that a fast client need not wait for it.
const READY_BYTES = 4 * 2 ** 20
const EMPTY_PONG = Buffer.from([0x8a, 0x00])

/** The peer of every contestant: it does the handshake, then counts headers or replays prepared frames. */
const server = createServer({ noDelay: true, highWaterMark: READY_BYTES }, (socket) => {
  let head = ''
  const onHead = (chunk) => {
    head += chunk.toString('latin1')
    const handshake = readHandshake(head)
    if (!handshake) return
    socket.off('data', onHead)
    begin(socket, handshake)
  }
  socket.on('data', onHead)
  // A contestant's process ends with its connections open.
  socket.on('error', () => socket.destroy())
})

function begin(socket, { url, answer }) {
  const onFrames = roles[url.pathname](socket, url.searchParams)
  const onControl = (opcode) => {
    if (opcode === CLOSE) socket.end(CLOSE_NORMALLY)
    if (opcode === PING) socket.write(EMPTY_PONG)
  }
  const counter = new FrameCounter(onControl, { isMasked: true })
  socket.on('data', (chunk) => {
    const frames = counter.take(chunk)
    if (frames > 0) onFrames(frames)
  })
  socket.write(answer)
}

// A burst of connections waits in the backlog instead of being refused.
server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () => {
  process.on('message', () => {
    const { user, system } = process.cpuUsage()
    process.send({ result: { cpu: (user + system) / 1000 } })
  })
  process.on('disconnect', () => process.exit())
  process.send({ result: { port: server.address().port } })
})
