import { firstValueFrom } from 'rxjs'
import { channelPair, heartbeat, WebSocketChannel } from 'web-socket-channel'
import type { Measured } from './hidden-page.test.js'

// Runs in a page: waits until it is hidden and its timers are throttled, uploads 24 MiB in three ways in turn, lets two timeouts
// expire, and posts how long each took. The server answers when it has all.

const part = new Uint8Array(1 << 20)
const parts = Array.from({ length: 24 }, () => part)
const turns = 5

/** The ways to upload over a connection that is open. Each resolves with the milliseconds that it took. */
const ways = {
  async bare() {
    const socket = new WebSocket(location.href.replace('http', 'ws'))
    await event(socket, 'open')
    return timed(async () => {
      const answered = event(socket, 'message')
      for (const part of parts) socket.send(part)
      await answered
      socket.close()
    })
  },

  async addStream() {
    const channel = WebSocketChannel.connect('/')
    await channel.ready
    return timed(async () => {
      const answered = firstValueFrom(channel.stream)
      await channel.sink.addStream(parts)
      await answered
      void channel.sink.close()
    })
  },

  async ready() {
    const channel = WebSocketChannel.connect('/')
    await channel.ready
    return timed(async () => {
      const answered = firstValueFrom(channel.stream)
      for (const part of parts) {
        channel.sink.add(part)
        await channel.sink.ready
      }
      await answered
      void channel.sink.close()
    })
  },
}

/** A socket that never opens. */
class SilentSocket extends EventTarget {
  readyState = 0
  bufferedAmount = 0
  protocol = ''
  binaryType = 'blob'
  send(): void {
    return
  }
  close(): void {
    return
  }
}

/** The timeouts of 100 ms. */
const timeouts = {
  async connectTimeout() {
    const options = { WebSocket: SilentSocket, connectTimeout: 100 }
    await WebSocketChannel.connect('/', options).ready.catch(() => undefined)
  },

  async heartbeat() {
    const [channel] = channelPair()
    await channel.pipe(heartbeat({ interval: 50, timeout: 50 })).closed
  },
}

async function timed(act: () => Promise<void>): Promise<number> {
  const begun = performance.now()
  await act()
  return performance.now() - begun
}

function event(target: EventTarget, type: string): Promise<unknown> {
  return new Promise((resolve) => {
    target.addEventListener(type, resolve, { once: true })
  })
}

/** Resolves when two timers of a millisecond in a row have taken more than half a second each. */
async function throttled(): Promise<void> {
  for (let slow = 0; slow < 2;) {
    const wait = await timed(() => new Promise((resolve) => setTimeout(resolve, 1)))
    slow = wait > 500 ? slow + 1 : 0
  }
}

async function measure(): Promise<Measured> {
  if (document.visibilityState !== 'hidden') await event(document, 'visibilitychange')
  await throttled()
  const measured: Measured = {
    ...{ bare: [], addStream: [], ready: [], states: [] },
    ...{ connectTimeout: [], heartbeat: [] },
  }
  for (let turn = 0; turn < turns; turn++) {
    measured.bare.push(await ways.bare())
    measured.addStream.push(await ways.addStream())
    measured.ready.push(await ways.ready())
    measured.states.push(document.visibilityState)
  }
  measured.connectTimeout.push(await timed(() => timeouts.connectTimeout()))
  measured.heartbeat.push(await timed(() => timeouts.heartbeat()))
  measured.states.push(document.visibilityState)
  return measured
}

void measure().then((measured) =>
  fetch('/measured', { method: 'POST', body: JSON.stringify(measured) }),
)
