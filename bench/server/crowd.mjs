import { Buffer } from 'node:buffer'
import { connect } from 'node:net'
import { FrameCounter } from './frame-counter.mjs'

const UPGRADE = [
  'GET / HTTP/1.1',
  'Host: localhost',
  'Upgrade: websocket',
  'Connection: Upgrade',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
  'Sec-WebSocket-Version: 13',
  '\r\n',
].join('\r\n')
const END_OF_HEAD = '\r\n\r\n'
const PING = 9
const EMPTY_PONG = Buffer.from([0x8a, 0x80, 1, 2, 3, 4])

/** Connects clients to a port. Calls `report` when all are connected, and each time that all have received a frame. */
export function gatherCrowd({ port, clients }, report) {
  let missing = Number(clients)
  const onReceived = (count) => {
    missing -= count
    if (missing > 0) return
    missing += Number(clients)
    report()
  }
  for (let client = 0; client < clients; client++) connectClient(Number(port), onReceived)
}

/** Calls `onReceived` with 1 when the handshake is over, then with the number of frames that have arrived. */
function connectClient(port, onReceived) {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true }, () => socket.write(UPGRADE))
  const onControl = (opcode) => {
    if (opcode === PING) socket.write(EMPTY_PONG)
  }
  const counter = new FrameCounter(onControl, { isMasked: false })
  let head = ''
  const onHead = (chunk) => {
    head += chunk.toString('latin1')
    if (!head.endsWith(END_OF_HEAD)) return
    socket.off('data', onHead)
    socket.on('data', (bytes) => onReceived(counter.take(bytes)))
    onReceived(1)
  }
  socket.on('data', onHead)
  // A contestant's process ends with its connections open.
  socket.on('error', () => socket.destroy())
}
