import { firstValueFrom, throwError, throwIfEmpty, timeout } from 'rxjs'
import { WebSocketChannel, type Channel, type Frame, type Sendable } from 'web-socket-channel'
import { normalClosure } from 'web-socket-channel/status'

const patience = 10_000

/** Sends text and binary to an echo server and prints all that can be seen. Rejects if anything is not as it should be. */
export async function headless(url: string): Promise<void> {
  const channel = WebSocketChannel.connect(url, { protocols: 'echo', connectTimeout: patience })
  try {
    await channel.ready
    console.log(`connected to ${url}`)
    console.log(`subprotocol: ${channel.protocol}`)
    await echo(channel, 'Hello!')
    await echo(channel, new Uint8Array([0, 1, 254, 255]))
    const { code, reason, wasClean } = await channel.sink.close(normalClosure, 'done')
    console.log(`closed: ${code} "${reason}", ${wasClean ? 'clean' : 'not clean'}`)
  } finally {
    await channel.sink.close()
  }
}

async function echo(channel: Channel<Frame, Sendable>, message: Frame): Promise<void> {
  console.log(`sent ${describe(message)}`)
  channel.sink.add(message)
  const answer = describe(await receive(channel))
  console.log(`received ${answer}`)
  if (answer !== describe(message)) throw new Error('The server is no echo server')
}

function receive(channel: Channel<Frame, Sendable>): Promise<Frame> {
  return firstValueFrom(
    channel.stream.pipe(
      timeout({ first: patience, with: () => throwError(() => new Error('The server is silent')) }),
      throwIfEmpty(() => new Error('The server closed without an answer')),
    ),
  )
}

function describe(frame: Frame): string {
  if (typeof frame === 'string') return `text "${frame}"`
  return `binary ${Buffer.from(frame).toString('hex')}`
}
