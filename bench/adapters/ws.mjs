import { on, once } from 'node:events'
import { createServer } from 'node:http'
import { setInterval } from 'node:timers'
import WebSocket, { WebSocketServer } from 'ws'
import { importBuilt } from './channel.mjs'

/**
 * Raw `ws`, used as its own documentation advises. Without `onFrame` nothing listens to it. `beside` is a module that is
 * loaded and not used.
 */
export async function load({ frames, heartbeat, beside }) {
  if (beside) await importBuilt(beside)
  return (url, onFrame) =>
    new Promise((resolve, reject) => {
      const socket = new WebSocket(url, { perMessageDeflate: false })
      if (onFrame) listen(socket, { frames, onFrame })
      socket.on('error', reject)
      socket.on('open', () => {
        if (heartbeat) keepAlive(socket)
        resolve(new WsConnection(socket))
      })
    })
}

/** A server's socket. */
export function loadServer({ frames }) {
  return (socket, { onFrame }) => {
    listen(socket, { frames, onFrame })
    return new WsConnection(socket)
  }
}

/** A server that checks what `serveChannels` checks: the path and the origin. */
export function loadServing() {
  return async ({ echoes = false } = {}) => {
    const http = createServer()
    const server = new WebSocketServer({ noServer: true, maxPayload: 1_048_576 })
    http.on('upgrade', (request, socket, head) => {
      const { origin, host } = request.headers
      if (request.url !== '/' || new URL(origin).host !== host) {
        socket.end('HTTP/1.1 403 Forbidden\r\n\r\n')
        return
      }
      server.handleUpgrade(request, socket, head, (accepted) => {
        accepted.on('error', () => accepted.terminate())
        if (echoes) accepted.on('message', (data, binary) => accepted.send(data, { binary }))
      })
    })
    http.listen({ port: 0, host: '127.0.0.1', backlog: 4096 })
    await once(http, 'listening')
    const toAll = (data) => {
      for (const client of server.clients) client.send(data)
    }
    return { port: http.address().port, toAll, connections: server.clients }
  }
}

class WsConnection {
  #socket

  constructor(socket) {
    this.#socket = socket
  }

  send(data) {
    this.#socket.send(data)
  }

  buffered() {
    return this.#socket.bufferedAmount
  }

  /** Passes each frame to a function until that returns `false`. */
  async iterate(onFrame) {
    for await (const [data, isBinary] of on(this.#socket, 'message')) {
      if (onFrame(isBinary ? data : data.toString()) === false) break
    }
  }

  close() {
    const closed = this.closed()
    this.#socket.close()
    return closed
  }

  closed() {
    return new Promise((resolve) => this.#socket.on('close', resolve))
  }
}

function listen(socket, { frames, onFrame }) {
  if (frames === 'own') listenForOwnBuffers(socket, onFrame)
  else listenForViews(socket, onFrame)
}

function listenForViews(socket, onFrame) {
  socket.on('message', (data, isBinary) => onFrame(isBinary ? data : data.toString()))
}

function listenForOwnBuffers(socket, onFrame) {
  socket.on('message', (data, isBinary) => onFrame(isBinary ? ownBytes(data) : data.toString()))
}

// A large message has its own buffer already; a small one is a view into a chunk of many.
function ownBytes(data) {
  const isOwn = data.buffer.byteLength === data.byteLength
  return isOwn ? data : new Uint8Array(data)
}

// The heartbeat of the README of `ws`, with the intervals that a channel has by default.
function keepAlive(socket) {
  socket.isAlive = true
  socket.on('pong', () => (socket.isAlive = true))
  setInterval(() => {
    if (!socket.isAlive) socket.terminate()
    socket.isAlive = false
    socket.ping()
  }, 20_000)
}
