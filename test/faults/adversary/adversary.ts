import { once } from 'node:events'
import { createServer, type AddressInfo, type Server } from 'node:net'
import { Peer } from './peer.js'

/** What the adversary does with one connection. */
export type Script = (peer: Peer) => void | Promise<void>

/** A TCP server that does what a script says, to every connection. */
export interface Adversary {
  readonly url: string
  readonly port: number
  /** The connections in the order they came. */
  readonly peers: readonly Peer[]
  /** The first connection, once there is one. */
  first(): Promise<Peer>
  /** Resets what is still connected and stops listening. */
  close(): Promise<void>
}

/** Starts an adversary on a free port of this machine. */
export async function startAdversary(script: Script): Promise<Adversary> {
  const peers: Peer[] = []
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    const peer = new Peer(socket)
    peers.push(peer)
    void script(peer)
  })
  server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 })
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `ws://127.0.0.1:${port}/`,
    port,
    peers,
    first: () => firstOf(server, peers),
    close: () => stop(server, peers),
  }
}

/** Starts an adversary, runs a task against it and closes it, however the task ends. */
export async function withAdversary<T>(
  script: Script,
  task: (adversary: Adversary) => Promise<T>,
): Promise<T> {
  const adversary = await startAdversary(script)
  try {
    return await task(adversary)
  } finally {
    await adversary.close()
  }
}

async function firstOf(server: Server, peers: readonly Peer[]): Promise<Peer> {
  if (peers.length === 0) await once(server, 'connection')
  const [first] = peers
  if (first === undefined) throw new Error('Nobody connected')
  return first
}

async function stop(server: Server, peers: readonly Peer[]): Promise<void> {
  for (const peer of peers) peer.end('reset')
  server.close()
  await once(server, 'close')
}
