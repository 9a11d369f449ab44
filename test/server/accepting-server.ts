import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { WebSocketServer } from 'ws'
import { acceptNode, type AcceptOptions, acceptSettings } from '../../src/adapters/node/accept.js'
import { channelOf } from '../../src/core/channel-base.js'
import { NodeWebSocketChannel } from '../../src/node.js'
import { RawClient } from './raw-client.js'

/** Options of the channels, and those of `ws`. */
export interface AcceptingOptions extends AcceptOptions {
  readonly perMessageDeflate?: boolean
  readonly maxPayload?: number
}

/** An HTTP server whose upgrades become channels, without the checks of `serveChannels`. */
export class AcceptingServer {
  readonly port: number
  readonly channels: NodeWebSocketChannel[] = []
  readonly #clients: RawClient[] = []
  readonly #stop: () => void

  private constructor(port: number, stop: () => void) {
    this.port = port
    this.#stop = stop
  }

  static async start({
    perMessageDeflate = false,
    maxPayload = 1_048_576,
    ...options
  }: AcceptingOptions = {}): Promise<AcceptingServer> {
    const settings = acceptSettings(options)
    const http = createServer()
    const ws = new WebSocketServer({ noServer: true, perMessageDeflate, maxPayload })
    http.listen(0, '127.0.0.1')
    await once(http, 'listening')
    const { port } = http.address() as AddressInfo
    const server = new AcceptingServer(port, () => {
      http.close()
      http.closeAllConnections()
    })
    http.on('upgrade', (request: IncomingMessage, tcp: Socket, head: Buffer) => {
      ws.handleUpgrade(request, tcp, head, (socket) => {
        const connection = acceptNode(socket, { request }, settings)
        server.channels.push(channelOf(NodeWebSocketChannel, connection))
      })
    })
    return server
  }

  /** Connects a raw client, and returns it with the channel that the server accepted. */
  async connect(
    extensions?: string,
  ): Promise<{ client: RawClient; channel: NodeWebSocketChannel }> {
    const index = this.channels.length
    const client = await RawClient.open(this.port, extensions)
    this.#clients.push(client)
    const channel = this.channels[index]
    if (!channel) throw new Error('The server has accepted nobody')
    return { client, channel }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const client of this.#clients) client.destroy()
    for (const channel of this.channels) channel.abort()
    await Promise.all(this.channels.map(({ closed }) => closed))
    this.#stop()
  }
}
