import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setImmediate as turn } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { type Observable, Subject } from 'rxjs'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Frame } from '../../../src/core/frame.js'
import { NodeWebSocketChannel } from '../../../src/node.js'
import { settledHeap } from '../adversary/heap.js'

// Uses both sides of a connection until V8 has optimized the code, then collects all garbage between uses, while the channels
// are open and quiet. V8 prints which code it discards at these collections.
const [warmUp = '0', collections = '0'] = process.argv.slice(2)
const BATCH = 100
const DATA = ['hello', 'Grüße', new Uint8Array(32), new Uint8Array(1_000), 'x'.repeat(1_000)]

const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false })
const connected = once(server, 'connection')
await once(server, 'listening')
const client = NodeWebSocketChannel.connect(
  `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
)
const [socket, request] = (await connected) as [WebSocket, IncomingMessage]
const accepted = NodeWebSocketChannel.from(socket, { request })
await Promise.all([client.ready, accepted.ready])
let received = 0

/** Sends a batch that the other side reads with a loop, with a subscription, and after it was held. */
async function use(from: NodeWebSocketChannel, to: NodeWebSocketChannel): Promise<void> {
  add(from)
  await iterate(to)
  const subscribed = subscribe(to.stream)
  add(from)
  await subscribed
  await from.sink.addStream(batch())
  // Arrives while nobody is subscribed.
  await turn()
  await turn()
  await iterate(to)
}

function* batch(): Generator<string | Uint8Array> {
  for (let index = 0; index < BATCH; index += 1) yield DATA[index % DATA.length] ?? ''
}

function add({ sink }: NodeWebSocketChannel): void {
  for (const data of batch()) sink.add(data)
}

async function iterate({ stream }: NodeWebSocketChannel): Promise<void> {
  let count = 0
  for await (const frame of stream) {
    received += frame.length > 0 ? 1 : 0
    if (++count === BATCH) break
  }
}

function subscribe(stream: Observable<Frame>): Promise<void> {
  return new Promise((resolve, reject) => {
    let count = 0
    const subscription = stream.subscribe({
      next: () => {
        received += 1
        if (++count === BATCH) subscription.unsubscribe()
        if (count === BATCH) resolve()
      },
      error: reject,
      complete: resolve,
    })
  })
}

async function useBoth(rounds: number): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    await use(client, accepted)
    await use(accepted, client)
  }
}

/** V8 discards the code of `useControl`, because no instance of the class is left. */
class Control {
  readonly value: number
  constructor(value: number) {
    this.value = value
  }
}

let control: Control | undefined
function useControl(): number {
  control = new Control(1)
  return control.value
}

// A subscription that stays: V8 discards code that depends on the subscribers of RxJS when there are none.
const quiet = new Subject<Frame>()
const quietEnd = subscribe(quiet)
// Collections in between, as V8 compiles again what they discard.
for (let part = 0; part < 4; part += 1) {
  await useBoth(Number(warmUp))
  await settledHeap()
}
await useBoth(Number(warmUp))
const isFast = client.isFast && accepted.isFast
for (let calls = 0; calls < 100_000; calls += 1) useControl()
await turn()
control = undefined
setFlagsFromString('--trace-deopt')
for (let collection = 0; collection < Number(collections); collection += 1) {
  await settledHeap()
  await useBoth(20)
}
setFlagsFromString('--no-trace-deopt')
quiet.complete()
await quietEnd
await client.sink.close()
server.close()
console.info(JSON.stringify({ isFast, received }))
