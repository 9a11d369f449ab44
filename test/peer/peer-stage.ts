import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import { acceptHead, offeredIn, refuse } from './answer.js'
import { parseActs } from './acts.js'
import type { Seen, Until } from './peer.js'
import { RawPeer } from './raw-peer.js'
import { PeerRecord } from './record.js'
import { parseScript, type Script } from './script.js'

/** Where scripts are played: keeps the record of every id, and who performs for it. */
export class PeerStage {
  readonly #records = new Map<string, PeerRecord>()
  readonly #peers = new Map<string, RawPeer>()
  readonly #late = new Map<string, () => void>()

  /** Plays the script that a request for a WebSocket asks for. */
  play(request: IncomingMessage, socket: Socket): void {
    const address = request.url ?? '/'
    const id = new URL(address, 'ws://peer').searchParams.get('id') ?? ''
    const script = parseScript(address)
    const record = this.record(id)
    record.note({ connections: record.now.connections + 1, offered: offeredIn(request) })
    const accept = () =>
      this.enter(id, { script, socket, side: 'server' }).begin(acceptHead(request, script.answer))
    if (script.answer.kind === 'accept') return accept()
    watch(socket, record)
    refuse(socket, script.answer)
    if (script.answer.kind === 'accept-when-told') this.#late.set(id, accept)
  }

  /** Lets somebody perform a script on a socket under an id. */
  enter(
    id: string,
    part: { readonly script: Script; readonly socket: Socket; readonly side: 'client' | 'server' },
  ): RawPeer {
    const peer = new RawPeer(part.socket, { ...part, record: this.record(id) })
    this.#peers.set(id, peer)
    return peer
  }

  record(id: string): PeerRecord {
    const found = this.#records.get(id)
    if (found !== undefined) return found
    const record = new PeerRecord()
    this.#records.set(id, record)
    return record
  }

  async seen(id: string, until: Until): Promise<Seen> {
    const seen = await this.record(id).when(until)
    return { ...seen, unsent: this.#peers.get(id)?.unsent ?? 0 }
  }

  async tell(id: string, acts: string): Promise<void> {
    await this.record(id).when('connected')
    if (acts === 'accept') return this.#late.get(id)?.()
    const peer = this.#peers.get(id)
    if (peer === undefined) throw new RangeError(`Cannot perform for "${id}": it never opened`)
    peer.perform(parseActs(acts))
  }
}

function watch(socket: Socket, record: PeerRecord): void {
  const note = (ended: 'fin' | 'rst') => {
    if (!socket.writableEnded && record.now.ended === null) record.note({ ended })
  }
  socket.on('end', () => {
    note('fin')
    socket.end()
  })
  socket.on('error', () => note('rst'))
  socket.on('close', () => record.note({ isGone: true }))
  socket.resume()
}
