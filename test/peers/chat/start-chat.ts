import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import type { ClientMessage, ServerMessage } from '../../../examples/chat/messages.js'
import type { Relay } from '../../../examples/chat/relay.js'
import { serveChat } from '../../../examples/chat/server.js'
import { json, WebSocketChannel, type Channel } from '../../../src/index.node.js'

/** A server of the chat in this process. */
export interface ChatServer {
  readonly port: number
  readonly chat: ReturnType<typeof serveChat>
  /** Connects without the chat's client. */
  readonly connect: (name?: string) => Channel<ServerMessage, ClientMessage>
}

/** Serves the chat until the test has finished. */
export async function startChat(relay: Relay): Promise<ChatServer> {
  const http = createServer()
  const chat = serveChat(http, relay)
  await once(http.listen(0, '127.0.0.1'), 'listening')
  const { port } = http.address() as AddressInfo
  onTestFinished(async () => {
    await chat.close()
    http.close()
  })
  return {
    port,
    chat,
    connect(name = 'Ada') {
      const url = `ws://127.0.0.1:${port}/chat?name=${encodeURIComponent(name)}`
      return WebSocketChannel.connect(url).pipe(json<ServerMessage, ClientMessage>())
    },
  }
}
