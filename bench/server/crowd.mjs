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
 * Connects clients to a server, whose `address` is a port and what its protocol needs. Calls `report` when all are connected,
 * and each time that all have received so many messages.
 */
export function gatherCrowd({ clients, messages = 1, ...address }, report) {
  let missing = Number(clients)
  const onReceived = (count) => {
    missing -= count
    if (missing > 0) return
    missing += clients * messages
    report()
  }
  for (let client = 0; client < clients; client++) {
    connectClient(address, { onOpen: () => onReceived(1), onFrames: onReceived })
  }
}

/**
 * Connects clients that keep messages on their way to a server that sends them back. Calls `report` when all are connected, and
 * when they have received `units` of them. Returns the function that begins.
 */
export function gatherEchoing({ clients, inFlight, units, kind, size, ...address }, report) {
  const text = payload({ kind, size: Number(size) })
  const { event } = address
  const frame = maskedText(event ? `42${JSON.stringify([event, text])}` : text)
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
    connectClient(address, { onOpen, onFrames })
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
export function gatherVisitors({ clients, atOnce, ...address }, report) {
  let coming = 0
  let here = 0
  const next = () => {
    if (coming === 0) {
      if (here === 0) report()
      return
    }
    coming--
    here++
    connectClient(address, {
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

/** Opens a connection. With `hello`, it is open after the client has sent that text and has received `welcomes` frames. */
function connectClient(address, { onOpen, onFrames, onEnd = ignore }) {
  const { port, hello, welcomes = 0 } = address
  const socket = connect({ port: Number(port), host: '127.0.0.1', noDelay: true }, () =>
    socket.write(upgradeTo(address)),
  )
  const onControl = (opcode) => {
    if (opcode === PING) socket.write(EMPTY_PONG)
    if (opcode === CLOSE) socket.end()
  }
  const counter = new FrameCounter(onControl, { isMasked: false })
  let missing = Number(welcomes)
  const onBytes = (bytes) => {
    const frames = counter.take(bytes)
    if (missing > 0) {
      missing -= frames
      if (missing === 0) onOpen(socket)
    } else if (frames > 0) onFrames(frames, socket)
  }
  let head = ''
  const onHead = (chunk) => {
    head += chunk.toString('latin1')
    const end = head.indexOf(END_OF_HEAD)
    if (end < 0) return
    socket.off('data', onHead)
    socket.on('data', onBytes)
    if (hello) socket.write(maskedText(hello))
    if (missing === 0) onOpen(socket)
    const rest = head.length - end - END_OF_HEAD.length
    if (rest > 0) onBytes(chunk.subarray(chunk.length - rest))
  }
  socket.on('data', onHead)
  socket.on('close', onEnd)
  // A contestant's process ends with its connections open.
  socket.on('error', () => socket.destroy())
}

function upgradeTo({ port, path = '/' }) {
  return [
    `GET ${path} HTTP/1.1`,
    `Host: 127.0.0.1:${port}`,
    `Origin: http://127.0.0.1:${port}`,
    'Upgrade: websocket',
    'Connection: Upgrade',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    'Sec-WebSocket-Version: 13',
    '\r\n',
  ].join('\r\n')
}

function maskedText(text) {
  return encodeMasked(Buffer.from(text), 1)
}

function ignore() {
  // There is nothing to do.
}
