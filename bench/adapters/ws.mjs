import { setInterval } from 'node:timers'
import WebSocket from 'ws'
import { importBuilt } from './channel.mjs'

/** Raw `ws`, used as its own documentation advises; `beside` is loaded into its process and not used. */
export async function load({ frames, heartbeat, beside }) {
  if (beside) await importBuilt(beside)
  const listen = frames === 'own' ? listenForOwnBuffers : listenForViews
  return (url, onFrame) =>
    new Promise((resolve, reject) => {
      const socket = new WebSocket(url, { perMessageDeflate: false })
      listen(socket, onFrame)
      socket.on('error', reject)
      socket.on('open', () => {
        if (heartbeat) keepAlive(socket)
        resolve({
          send: (data) => socket.send(data),
          buffered: () => socket.bufferedAmount,
          close: () => closed(socket),
        })
      })
    })
}

function listenForViews(socket, onFrame) {
  socket.on('message', (data, isBinary) => onFrame(isBinary ? data : data.toString()))
}

function listenForOwnBuffers(socket, onFrame) {
  socket.on('message', (data, isBinary) => onFrame(isBinary ? ownBytes(data) : data.toString()))
}

// A large message has a buffer of its own already; a small one is a view into a chunk of many.
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

function closed(socket) {
  return new Promise((resolve) => {
    socket.on('close', resolve)
    socket.close()
  })
}
