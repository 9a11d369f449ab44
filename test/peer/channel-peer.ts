import type { AnyChannel } from '../contract/adapter.js'
import { floodMessages, parseActs, type Act } from './acts.js'
import type { Peer, Seen, Until } from './peer.js'
import { PeerRecord } from './record.js'
import { parseScript } from './script.js'

/** A peer that is a channel itself, the other one of a pair: it plays what a channel can do. */
export class ChannelPeer implements Peer {
  readonly #channel: AnyChannel
  readonly #record = new PeerRecord()
  readonly #echoes: boolean
  #gate: Promise<void> = Promise.resolve()
  #openGate: () => void = () => undefined
  #beat: ReturnType<typeof setInterval> | undefined

  constructor(channel: AnyChannel, address: string) {
    const script = parseScript(address)
    if (!script.answersClose || !script.answersPing || script.isBytewise) {
      throw new RangeError(`Cannot play ${address}: a channel keeps to the protocol`)
    }
    this.#channel = channel
    this.#echoes = script.echoes
    this.#record.note({ connections: 1 })
    if (!script.reads) this.#stopReading()
    void this.#noteEnd(this.#read())
    for (const act of script.acts) this.#perform(act)
  }

  async seen(until: Until = 'now'): Promise<Seen> {
    const seen = await this.#record.when(until)
    return { ...seen, unsent: this.#channel.sink.bufferedAmount }
  }

  tell(acts: string): Promise<void> {
    for (const act of parseActs(acts)) this.#perform(act)
    return Promise.resolve()
  }

  #perform(act: Act): void {
    const { sink } = this.#channel
    if (act.kind === 'text') sink.add(act.text)
    else if (act.kind === 'hex') sink.add(bytesOf(act.hex))
    else if (act.kind === 'pieces') sink.add(act.pieces.join(''))
    else if (act.kind === 'flood') this.#flood(act.count, act.size)
    else if (act.kind === 'beat') this.#beat = setInterval(() => sink.next('beat'), act.every)
    else if (act.kind === 'close') void this.#close(act)
    else if (act.kind === 'drop') this.#channel.abort()
    else if (act.kind === 'read') this.#setReading(act)
    else throw new RangeError(`Cannot perform "${act.kind}": a channel keeps to the protocol`)
  }

  #flood(count: number, size: number): void {
    for (const message of floodMessages(count, size)) this.#channel.sink.add(message)
  }

  #close({ code, reason }: Act & { readonly kind: 'close' }): Promise<unknown> {
    return code === undefined ? this.#channel.sink.close() : this.#channel.sink.close(code, reason)
  }

  // An iterator, since only what is not taken from one holds the other side up.
  async #read(): Promise<void> {
    try {
      for await (const frame of this.#channel.stream) {
        this.#take(frame)
        await this.#gate
      }
    } catch {
      // How it ended is noted where `closed` settles.
    }
  }

  #setReading({ isOn }: Act & { readonly kind: 'read' }): void {
    if (isOn) this.#openGate()
    else this.#stopReading()
  }

  #stopReading(): void {
    this.#gate = new Promise((resolve) => (this.#openGate = resolve))
  }

  #take(frame: string | Uint8Array<ArrayBuffer>): void {
    if (typeof frame === 'string') this.#record.noteText(frame)
    else this.#record.noteBinary(frame)
    if (this.#echoes) this.#channel.sink.next(frame)
  }

  async #noteEnd(reading: Promise<void>): Promise<void> {
    const { code, reason } = await this.#channel.closed
    clearInterval(this.#beat)
    await reading
    if (code !== 1006) {
      this.#record.note({ close: code === 1005 ? '' : `${code} ${reason}`.trimEnd() })
    }
    this.#record.note({ ended: code === 1006 ? 'fin' : null, isGone: true })
  }
}

function bytesOf(hex: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16))
}
