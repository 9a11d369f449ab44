// Runs a bundle among the globals of React Native on Hermes, and prints what it returned: node react-native.mjs FILE URL
import { readFileSync } from 'node:fs'
import vm from 'node:vm'
import { WebSocket } from 'ws'

const [file, url] = process.argv.slice(2)
const { atob, btoa, clearInterval, clearTimeout, console, setImmediate, setInterval, setTimeout } =
  globalThis
const timers = { clearInterval, clearTimeout, setImmediate, setInterval, setTimeout }
const blobs = []
const context = vm.createContext({
  console,
  ...timers,
  native: { connect, createBlob, readBlob, atob, btoa },
  echoUrl: url,
})
run(new URL('react-native-globals.js', import.meta.url))
run(file)
console.log(await vm.runInContext('result.then(JSON.stringify)', context))

function run(path) {
  vm.runInContext(readFileSync(path, 'utf8'), context, { filename: String(path) })
}

/** What React Native's native side does with blobs. */
function createBlob(parts) {
  const bytes = Buffer.from(parts.join(''))
  blobs.push(bytes)
  return { blobId: blobs.length - 1, offset: 0, size: bytes.length }
}

async function readBlob(blobId) {
  return blobs[blobId].toString('base64')
}

/** What React Native's native side does with connections. Binary data crosses the bridge as base64. */
function connect(address, protocols, events) {
  const socket = new WebSocket(address, protocols ?? [])
  socket.on('open', () => events.open(socket.protocol))
  socket.on('message', (data, isBinary) => {
    if (isBinary) events.binary(data.toString('base64'))
    else events.text(data.toString())
  })
  socket.on('error', (error) => events.failed(error.message))
  socket.on('close', (code, reason) => events.closed(code, reason.toString()))
  return {
    send: (text) => socket.send(text),
    sendBinary: (base64) => socket.send(Buffer.from(base64, 'base64')),
    close: (code, reason) => socket.close(code, reason),
  }
}
