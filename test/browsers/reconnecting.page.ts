import { filter, firstValueFrom } from 'rxjs'
import { exponentialBackoff, reconnecting, WebSocketChannel } from 'web-socket-channel'

// Runs in a page: a reconnecting channel to the address in the fragment, with the delay behind it, which sends `hello` on each
// connection. Posts each status and each frame, one after the other, so that they arrive in order.

let posted = Promise.resolve()

function post(event: unknown): void {
  posted = posted.then(() => send(event))
}

/** Posts again until it succeeds: the page may be offline. */
async function send(event: unknown): Promise<void> {
  try {
    await fetch('/', { method: 'POST', body: JSON.stringify(event) })
  } catch {
    await new Promise((resolve) => setTimeout(resolve, 100))
    await send(event)
  }
}

const [address = '', delay = ''] = location.hash.slice(1).split(',')
const channel = reconnecting(() => WebSocketChannel.connect(`ws://${address}/`), {
  backoff: exponentialBackoff({ initial: Number(delay), factor: 1, jitter: 'none' }),
})
channel.statuses.subscribe(({ name }) => post(name))
channel.connections.subscribe(({ sink }) => sink.add('hello'))
channel.stream.subscribe((frame) => {
  post({ frame })
  if (frame === 'offline') void goOffline()
  if (frame === 'leave') void leave()
})
addEventListener('pageshow', ({ persisted }) => {
  if (persisted) post('shown from the cache')
})
Object.assign(globalThis, { channel })

/** What the browser does when the network goes and comes. */
async function goOffline(): Promise<void> {
  dispatchEvent(new Event('offline'))
  await firstValueFrom(channel.statuses.pipe(filter(({ name }) => name === 'waiting')))
  await new Promise((resolve) => setTimeout(resolve, 3 * Number(delay)))
  post({ delay: String(Reflect.get(channel.status, 'delay')) })
  dispatchEvent(new Event('online'))
}

/** Leaves without a connection, which could keep the page out of the cache. The other page comes back. */
async function leave(): Promise<void> {
  await firstValueFrom(channel.statuses.pipe(filter(({ name }) => name === 'waiting')))
  await posted
  location.href = '/elsewhere'
}
