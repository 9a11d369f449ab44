import type { IncomingMessage, Server } from 'node:http'
import type { Subscription } from 'rxjs'
import { json } from 'web-socket-channel'
import { serveChannels, type ChannelServer, type ServerChannel } from 'web-socket-channel/server'
import { policyViolation, tryAgainLater } from 'web-socket-channel/status'
import { clientMessage, type ClientMessage, type ServerMessage } from './messages.js'
import type { Relay } from './relay.js'
import { Rooms } from './rooms.js'

interface User {
  readonly name: string
}

// For each room of a client the relay is read until the client has what it missed.
const MAX_ROOMS = 50

/** Serves the chat at `/chat`. Nothing is kept here but sockets, so that any process can serve any client. */
export function serveChat(http: Server, relay: Relay): ChannelServer<User> {
  const rooms = new Rooms(relay)
  const server = serveChannels(http, {
    path: '/chat',
    maxPayload: 65_536,
    origins: isOfHost,
    // Look up a session here: this lets everybody use any name.
    authorize: ({ url }): User | Response => {
      const name = new URL(url ?? '', 'http://chat').searchParams.get('name')?.trim().slice(0, 40)
      return name ? { name } : new Response('Add a name: /chat?name=Ada', { status: 400 })
    },
  })
  server.connections.subscribe((connection) => void converse(connection, { relay, rooms }))
  return server
}

/**
 * Whether a page comes from the host that its request names. A proxy that replaces `Host`, as the rewrites of Next.js do, names the
 * page's host in `X-Forwarded-Host`. No page can set either header of a WebSocket.
 */
function isOfHost(origin: string, { headers }: IncomingMessage): boolean {
  const host = origin.slice(origin.indexOf('//') + 2)
  return host === headers.host || host === headers['x-forwarded-host']
}

interface Parts {
  readonly relay: Relay
  readonly rooms: Rooms
}

/** Serves one client until its connection ends. */
async function converse(connection: ServerChannel<User>, { relay, rooms }: Parts): Promise<void> {
  const channel = connection.pipe(json<ClientMessage, ServerMessage>({ incoming: clientMessage }))
  const joined = new Map<string, Subscription>()
  try {
    // One message after the other: a client is read as fast as the relay stores what it says.
    for await (const message of channel.stream) {
      if (message.type === 'ping') {
        channel.sink.next({ type: 'pong' })
      } else if (message.type === 'say') {
        const { room, id, text } = message
        const author = connection.context.name
        await relay.publish({ room, id, text, author, time: Date.now() })
      } else if (joined.size < MAX_ROOMS) {
        joined.get(message.room)?.unsubscribe()
        joined.set(message.room, rooms.join(channel, message))
      } else {
        void channel.sink.close(policyViolation, 'Too many rooms')
      }
    }
  } catch {
    // The relay failed, or the connection, which cannot be closed any more. Either way the client comes back and repeats itself.
    void channel.sink.close(tryAgainLater)
  } finally {
    joined.forEach((room) => room.unsubscribe())
  }
}
