import type { Socket } from 'node:net'
import { floodMessages, type Act } from './acts.js'
import type { PeerRecord } from './record.js'
import type { Script } from './script.js'
import { encodeFrame, FrameReader, opcodes, type Side, type WireFrame } from './wire.js'

/** Plays a script on an open WebSocket, byte by byte, as one side of it; keeps to the protocol only where the script does. */
export class RawPeer {
  readonly #socket: Socket
  readonly #script: Script
  readonly #side: Side
  readonly #record: PeerRecord
  readonly #reader = new FrameReader()
  #message: WireFrame[] = []
  #hasSentClose = false
  #beat: NodeJS.Timeout | undefined

  constructor(
    socket: Socket,
    { script, side, record }: { script: Script; side: Side; record: PeerRecord },
  ) {
    this.#socket = socket
    this.#script = script
    this.#side = side
    this.#record = record
    socket.on('data', (chunk: Buffer) => this.#take(chunk))
    socket.on('end', () => this.#ended('fin'))
    socket.on('error', () => this.#ended('rst'))
    socket.on('close', () => this.#gone())
    if (!script.reads) socket.pause()
  }

  /** Performs the script's own acts, in one write with what has to go before them. */
  begin(head: string): void {
    this.#socket.cork()
    this.#write(Buffer.from(head, 'latin1'))
    this.perform(this.#script.acts)
    this.#socket.uncork()
  }

  perform(acts: readonly Act[]): void {
    for (const act of acts) this.#perform(act)
  }

  get unsent(): number {
    return this.#socket.writableLength
  }

  #perform(act: Act): void {
    if (act.kind === 'text') this.#send(opcodes.text, Buffer.from(act.text))
    if (act.kind === 'hex') this.#send(opcodes.binary, Buffer.from(act.hex, 'hex'))
    if (act.kind === 'ping') this.#send(opcodes.ping, Buffer.from(act.text))
    if (act.kind === 'pong') this.#send(opcodes.pong, Buffer.alloc(0))
    if (act.kind === 'raw') this.#write(Buffer.from(act.hex, 'hex'))
    if (act.kind === 'pieces') this.#sendPieces(act.pieces)
    if (act.kind === 'flood') this.#flood(act.count, act.size)
    if (act.kind === 'beat') this.#startBeat(act.every)
    if (act.kind === 'close') this.#close(closeBody(act.code, act.reason))
    if (act.kind === 'drop') this.#drop(act.how)
    if (act.kind === 'read') this.#read(act)
  }

  #flood(count: number, size: number): void {
    for (const message of floodMessages(count, size)) {
      this.#send(opcodes.binary, Buffer.from(message.buffer))
    }
  }

  #startBeat(every: number): void {
    this.#beat = setInterval(() => this.#send(opcodes.text, Buffer.from('beat')), every)
  }

  #sendPieces(pieces: readonly string[]): void {
    pieces.forEach((piece, index) => {
      const fin = index === pieces.length - 1
      const opcode = index === 0 ? opcodes.text : opcodes.continuation
      this.#write(encodeFrame({ opcode, fin, payload: Buffer.from(piece) }, this.#side))
    })
  }

  #close(body: Buffer): void {
    const isAnswer = this.#record.now.close !== null
    this.#hasSentClose = true
    this.#send(opcodes.close, body)
    if (isAnswer) this.#endAfterHandshake()
  }

  #drop(how: 'fin' | 'rst'): void {
    if (how === 'fin') this.#socket.end()
    else this.#socket.write('', () => this.#socket.resetAndDestroy())
  }

  #read({ isOn }: Act & { readonly kind: 'read' }): void {
    if (isOn) this.#socket.resume()
    else this.#socket.pause()
  }

  #take(chunk: Buffer): void {
    for (const frame of this.#reader.push(chunk)) this.#takeFrame(frame)
  }

  #takeFrame(frame: WireFrame): void {
    if (frame.opcode === opcodes.close) this.#takeClose(frame.payload)
    else if (frame.opcode === opcodes.ping) this.#takePing(frame.payload)
    else if (frame.opcode === opcodes.pong) this.#takePong(frame.payload)
    else this.#takePiece(frame)
  }

  #takePiece(frame: WireFrame): void {
    this.#message.push(frame)
    if (!frame.fin) return
    const opcode = this.#message[0]?.opcode ?? opcodes.binary
    const payload = Buffer.concat(this.#message.map((piece) => piece.payload))
    this.#message = []
    if (opcode === opcodes.text) this.#record.noteText(payload.toString())
    else this.#record.noteBinary(payload)
    if (this.#script.echoes) this.#send(opcode, payload)
  }

  #takePing(payload: Buffer): void {
    this.#record.note({ pings: this.#record.now.pings + 1 })
    if (this.#script.answersPing) this.#send(opcodes.pong, payload)
  }

  #takePong(payload: Buffer): void {
    this.#record.note({ pongs: this.#record.now.pongs + 1, lastPong: payload.toString() })
  }

  #takeClose(body: Buffer): void {
    this.#record.note({ close: describeClose(body) })
    if (this.#hasSentClose) return this.#endAfterHandshake()
    if (!this.#script.answersClose) return
    this.#hasSentClose = true
    this.#send(opcodes.close, body)
    this.#endAfterHandshake()
  }

  // The server ends TCP (RFC 6455 section 7.1.1); a client only lets go when the server did.
  #endAfterHandshake(): void {
    if (this.#side === 'server') this.#socket.end()
  }

  #ended(how: 'fin' | 'rst'): void {
    const isFirst = !this.#socket.writableEnded && this.#record.now.ended === null
    if (isFirst) this.#record.note({ ended: how })
    this.#socket.end()
  }

  #gone(): void {
    clearInterval(this.#beat)
    this.#record.note({ isGone: true })
  }

  #send(opcode: number, payload: Buffer): void {
    this.#write(encodeFrame({ opcode, fin: true, payload }, this.#side))
  }

  #write(bytes: Buffer): void {
    if (!this.#socket.writable) return
    if (!this.#script.isBytewise) this.#socket.write(bytes)
    else this.#writeBytewise(bytes)
  }

  #writeBytewise(bytes: Buffer): void {
    this.#socket.uncork()
    this.#socket.setNoDelay(true)
    for (const byte of bytes) this.#socket.write(Buffer.from([byte]))
  }
}

function closeBody(code: number | undefined, reason: string): Buffer {
  if (code === undefined) return Buffer.alloc(0)
  return Buffer.concat([Buffer.from([code >> 8, code & 0xff]), Buffer.from(reason)])
}

function describeClose(body: Buffer): string {
  if (body.length < 2) return ''
  const reason = body.subarray(2).toString()
  return reason === '' ? `${body.readUInt16BE()}` : `${body.readUInt16BE()} ${reason}`
}
