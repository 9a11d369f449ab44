import { vi } from 'vitest'
import { BrowserWebSocketChannel } from '../../src/channels/browser-web-socket-channel.js'
import { channelPair } from '../../src/channels/channel-pair.js'
import type { Channel } from '../../src/core/channel.js'
import { json } from '../../src/layers/json.js'
import type { RequestOptions } from '../../src/layers/request-options.js'
import { type RequestChannel, requests } from '../../src/layers/requests.js'

export interface Message {
  readonly id?: number | string | undefined
  readonly ask?: unknown
  readonly answer?: unknown
  readonly error?: string
}

export type Options = RequestOptions<Message, Message, number | string>

export const base: Options = {
  stamp: (message, id) => ({ ...message, id }),
  answers: ({ id }) => id,
  failure: ({ error }) => (error === undefined ? undefined : new Error(error)),
}

export interface Pair {
  readonly client: RequestChannel<Message, Message>
  readonly server: Channel<Message, Message>
}

/** A client's channel with requests, and the server's channel of messages. */
export function pair(options: Partial<Options> = {}): Pair {
  const [client, server] = channelPair()
  // Most tests end by an `abort` of the client, which is an error on this side.
  server.stream.subscribe({ error: () => undefined })
  return {
    client: client.pipe(json<Message>(), requests({ ...base, ...options })),
    server: server.pipe(json<Message>()),
  }
}

/** Answers each message of a channel. */
export function answering(
  { server }: Pair,
  answer: (message: Message) => readonly Message[],
): void {
  server.stream.subscribe({
    next: (message) => {
      for (const reply of answer(message)) server.sink.add(reply)
    },
    error: () => undefined,
  })
}

/** Answers a request with what it asked. */
export const echo = ({ id, ask }: Message): Message[] => [{ id, answer: ask }]

/** A channel over a socket that answers each message inside `send`. */
export function answeringInside(): Channel<Message, Message> {
  class Socket extends EventTarget {
    readonly readyState = 1
    readonly bufferedAmount = 0
    readonly protocol = ''
    binaryType = 'blob'
    send(text: string): void {
      const data = JSON.stringify(echo(JSON.parse(text) as Message)[0])
      this.dispatchEvent(new MessageEvent('message', { data }))
    }
    close(): void {
      this.dispatchEvent(Object.assign(new Event('close'), { code: 1006, wasClean: false }))
    }
  }
  return BrowserWebSocketChannel.from(new Socket()).pipe(json<Message>())
}

/** Runs a test on a fake clock. */
export async function onFakeClock(run: () => Promise<void>): Promise<void> {
  vi.useFakeTimers()
  try {
    await run()
  } finally {
    vi.useRealTimers()
  }
}
