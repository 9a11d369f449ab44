// Connects plain TCP clients to a server, answers its close frames, and reports the codes when all have gone.
import { Buffer } from 'node:buffer'
import { connect } from 'node:net'

const codes = {}
let gone = 0

process.on('message', ({ port, count }) => {
  let opened = 0
  const onOpen = () => {
    opened++
    if (opened === count) process.send('open')
  }
  const onEnd = () => {
    gone++
    if (gone === count) process.send(codes)
  }
  for (let client = 0; client < count; client++) connectClient(port, { onOpen, onEnd })
})
process.on('disconnect', () => process.exit())

function connectClient(port, { onOpen, onEnd }) {
  let isOpen = false
  const socket = connect({ port, host: '127.0.0.1' }, () => socket.write(upgradeTo(port)))
  socket.on('data', (chunk) => {
    if (!isOpen) {
      isOpen = true
      onOpen()
      return
    }
    const code = chunk[0] === 0x88 ? chunk.readUInt16BE(2) : 'none'
    codes[code] = (codes[code] ?? 0) + 1
    socket.end(Buffer.from([0x88, 0x82, 0, 0, 0, 0, chunk[2], chunk[3]]))
  })
  socket.on('error', () => (codes.lost = (codes.lost ?? 0) + 1))
  socket.on('close', onEnd)
}

function upgradeTo(port) {
  return [
    'GET / HTTP/1.1',
    `Host: 127.0.0.1:${port}`,
    'Upgrade: websocket',
    'Connection: Upgrade',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    'Sec-WebSocket-Version: 13',
    '\r\n',
  ].join('\r\n')
}
