import { setTimeout as wait } from 'node:timers/promises'
import { NodeWebSocketChannel } from '../../../src/node.js'
import { settledHeap } from '../adversary/heap.js'
import { costOf } from '../adversary/memory-watch.js'

// Reads very much, slowly, and reports what that cost and whether every byte was right.
const [url = ''] = process.argv.slice(2)
const channel = NodeWebSocketChannel.connect(url)
await channel.ready
await settledHeap()
let bytes = 0
let wrong = 0
let count = 0

const cost = await costOf(async () => {
  for await (const frame of channel.stream) {
    if (typeof frame === 'string' || !isRight(frame)) wrong += 1
    bytes += frame.length
    if (++count % 16 === 0) await wait(1)
  }
})
console.info(JSON.stringify({ ...cost, bytes, wrong, info: await channel.closed }))

// Each frame begins with its number, and is filled with the number's last byte.
function isRight(frame: Uint8Array): boolean {
  const view = Buffer.from(frame.buffer)
  return view.readUInt32BE(0) === count && view.subarray(4).every((byte) => byte === (count & 255))
}
