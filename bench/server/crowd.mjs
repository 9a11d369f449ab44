import { Buffer } from 'node:buffer'
import { connect } from 'node:net'
import { setImmediate } from 'node:timers'
import { payload } from '../payload.mjs'
import { FrameCounter } from './frame-counter.mjs'
import { encodeMasked } from './prepared-frames.mjs'

const END_OF_HEAD = '\r\n\r\n'
const CLOSE = 8
const PING = 9
const EMPTY_PONG = Buffer.from([0x8a, 0x80, 1, 2, 3, 4])
const CLOSE_NORMALLY = Buffer.from([0x88, 0x82, 0, 0, 0, 0, 0x03, 0xe8])

/**
 * Connects clients to a port. Calls `report` when all are connected, and each time that all have received so many messages.
 */
export function gatherCrowd({ port, clients, messages = 1 }, report) {
  let missing = Number(clients)
  const onReceived = (count) => {
    missing -= count
    if (missing > 0) return
    missing += clients * messages
    report()
  }
  for (let client = 0; client < clients; client++) {
    connectClient(port, { onOpen: () => onReceived(1), onFrames: onReceived })
  }
}

/**
 * Connects clients that keep messages on their way to a server that sends them back. Calls `report` when all are connected, and
 * when they have received `units` of them. Returns the function that begins.
 */
export function gatherEchoing({ port, clients, inFlight, units, ...what }, report) {
  const frame = encodeMasked(Buffer.from(payload({ ...what, size: Number(what.size) })), 1)
  const frames = Buffer.concat(Array.from({ length: Number(inFlight) }, () => frame))
  const sockets = []
  let left = 0
  let missing = 0
  const send = (socket, count) => {
    const sent = Math.min(count, left)
    left -= sent
    if (sent > 0) socket.write(frames.subarray(0, sent * frame.length))
  }
  const onFrames = (count, socket) => {
    missing -= count
    send(socket, count)
    if (missing === 0) report()
  }
  for (let client = 0; client < clients; client++) {
    const onOpen = (socket) => {
      sockets.push(socket)
      if (sockets.length === Number(clients)) report()
    }
    connectClient(port, { onOpen, onFrames })
  }
  return () => {
    left = missing = Number(units)
    for (const socket of sockets) send(socket, Number(inFlight))
  }
}

/**
 * Calls `report` when the connection is open. The returned function connects clients that close as soon as they are connected, some at once, and
 * calls `report` when the last has gone.
 */
export function gatherVisitors({ port, clients, atOnce }, report) {
  let coming = 0
  let here = 0
  const next = () => {
    if (coming === 0) {
      if (here === 0) report()
      return
    }
    coming--
    here++
    connectClient(port, {
      onOpen: (socket) => socket.write(CLOSE_NORMALLY),
      onFrames: ignore,
      onEnd: () => {
        here--
        next()
      },
    })
  }
  // Behind the answer to the handshake.
  setImmediate(report)
  return () => {
    coming = Number(clients)
    for (let client = 0; client < atOnce; client++) next()
  }
}

function connectClient(port, { onOpen, onFrames, onEnd = ignore }) {
  const socket = connect({ port: Number(port), host: '127.0.0.1', noDelay: true }, () =>
    socket.write(upgradeTo(port)),
  )
  const onControl = (opcode) => {
    if (opcode === PING) socket.write(EMPTY_PONG)
    if (opcode === CLOSE) socket.end()
  }
  const counter = new FrameCounter(onControl, { isMasked: false })
  let head = ''
  const onHead = (chunk) => {
    head += chunk.toString('latin1')
    if (!head.endsWith(END_OF_HEAD)) return
    socket.off('data', onHead)
    socket.on('data', (bytes) => {
      const frames = counter.take(bytes)
      if (frames > 0) onFrames(frames, socket)
    })
    onOpen(socket)
  }
  socket.on('data', onHead)
  socket.on('close', onEnd)
  // A contestant's process ends with its connections open.
  socket.on('error', () => socket.destroy())
}

function upgradeTo(port) {
  return [
    'GET / HTTP/1.1',
    `Host: 127.0.0.1:${port}`,
    `Origin: http://127.0.0.1:${port}`,
    'Upgrade: websocket',
    'Connection: Upgrade',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    'Sec-WebSocket-Version: 13',
    '\r\n',
  ].join('\r\n')
}

function ignore() {
  // There is nothing to do.
}
