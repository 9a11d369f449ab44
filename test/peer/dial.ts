import { randomBytes } from 'node:crypto'
import { connect, type Socket } from 'node:net'
import type { PeerStage } from './peer-stage.js'
import { parseScript } from './script.js'

/** Connects to a server of WebSockets as a raw client and plays a script there: the peer of a server's side. */
export async function dial(stage: PeerStage, id: string, query: URLSearchParams): Promise<void> {
  const target = new URL(query.get('to') ?? '')
  const script = parseScript(query.get('script') ?? '/silent')
  const socket = connect(Number(target.port), target.hostname)
  socket.write(requestHead(target))
  const rest = await answered(socket)
  stage.record(id).note({ connections: 1 })
  const peer = stage.enter(id, { script, socket, side: 'client' })
  if (rest.length > 0) socket.unshift(rest)
  peer.begin('')
}

function requestHead(target: URL): string {
  return [
    `GET ${target.pathname}${target.search} HTTP/1.1`,
    `Host: ${target.host}`,
    'Upgrade: websocket',
    'Connection: Upgrade',
    `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
    'Sec-WebSocket-Version: 13',
    '\r\n',
  ].join('\r\n')
}

// Resolves with what came after the head of the answer.
async function answered(socket: Socket): Promise<Buffer> {
  let bytes = Buffer.alloc(0)
  return await new Promise((resolve, reject) => {
    const take = (chunk: Buffer) => {
      bytes = Buffer.concat([bytes, chunk])
      const end = bytes.indexOf('\r\n\r\n')
      if (end === -1) return
      socket.off('data', take)
      socket.off('error', reject)
      resolve(bytes.subarray(end + 4))
    }
    socket.on('data', take)
    socket.on('error', reject)
  })
}
