import type { CloseInfo } from '../../../src/core/channel.js'
import type { Frame } from '../../../src/core/frame.js'
import { limits, type Setting } from './command.js'
import { ReferenceReader, type Plan } from './reference-reader.js'
import { echoed } from './scripted-socket.js'

/** What the model says that a channel has come to; compared with the real one at the end of each turn. */
export interface Outlook {
  readonly state: string
  readonly info: CloseInfo | undefined
  readonly ready: string
  readonly sent: readonly Frame[]
  readonly bufferedAmount: number
}

/** What the guarantees say of a channel, as plainly as it can be written: no promises, no timers, no RxJS. */
export class Reference {
  state: 'connecting' | 'open' | 'closing' | 'closed' = 'connecting'
  info: CloseInfo | undefined
  /** `'pending'`, `'resolved'`, or the name of the error. */
  ready = 'pending'
  /** How `stream` ends: `'complete'`, or the name of the error. */
  ending = ''
  readonly sent: Frame[] = []
  readonly readers: ReferenceReader[] = []
  closeCalled = false
  now = 0
  #wasOpen = false
  #isDelivering = false
  #isFlushing = false
  #closeDeadline = Infinity
  #unsent = 0
  #queue: Frame[] = []
  #held: Frame[] = []
  readonly #setting: Setting

  constructor(setting: Setting) {
    this.#setting = setting
  }

  get outlook(): Outlook {
    const { state, info, ready, sent } = this
    const bufferedAmount = this.#unsent + this.#queue.reduce((sum, frame) => sum + sizeOf(frame), 0)
    return { state, info, ready, sent, bufferedAmount }
  }

  /** Whether nothing more is taken from sources. */
  get isClosing(): boolean {
    return this.state === 'closing' || this.state === 'closed'
  }

  open(): void {
    if (this.state === 'closed') return
    this.#wasOpen = true
    this.ready = 'resolved'
    if (this.state === 'connecting') this.state = 'open'
    // What a handler adds meanwhile comes after what was added before.
    this.#isFlushing = true
    for (let frame = this.#queue.shift(); frame !== undefined; frame = this.#queue.shift()) {
      this.#send(frame)
    }
    this.#isFlushing = false
  }

  message(frame: Frame): void {
    if (!this.#wasOpen || this.state !== 'open') return
    if (this.#isDelivering || this.#held.length > 0 || !this.#isObserved) return this.#hold(frame)
    this.#deliver(frame)
    this.#deliverHeld()
  }

  end(code: number, reason: string): void {
    if (!this.#wasOpen) return this.fail()
    const isNormal = this.state === 'closing' || [1000, 1001, 1005].includes(code)
    const initiator = this.state === 'closing' ? 'local' : 'remote'
    const ending = isNormal ? 'complete' : `ConnectionClosedError ${code}`
    this.#end({ code, reason, wasClean: true, initiator }, ending)
  }

  fail(phase = 'network'): void {
    const initiator = this.state === 'closing' ? 'local' : 'failure'
    const info = { code: 1006, reason: '', wasClean: false, initiator } as const
    if (!this.#wasOpen) return this.#end(info, `ConnectionFailedError ${phase}`)
    this.#end(info, this.state === 'closing' ? 'complete' : 'ConnectionClosedError 1006')
  }

  /** Returns whether it throws. */
  add(frame: Frame): boolean {
    if (this.closeCalled) return true
    this.next(frame)
    return false
  }

  next(frame: Frame): void {
    if (this.state === 'open' && !this.#isFlushing) this.#send(frame)
    else if (this.state === 'connecting' || this.state === 'open') this.#queue.push(frame)
    else this.#unsent += sizeOf(frame)
  }

  close(): void {
    if (this.closeCalled) return
    this.closeCalled = true
    // After the end as well: nothing is delivered any more.
    this.#mute()
    if (this.state === 'closed') return
    this.state = 'closing'
    this.#closeDeadline = this.now + limits.closeTimeout
  }

  abort(): void {
    this.#mute()
    if (this.state === 'closed') return
    const info = { code: 1006, reason: '', wasClean: false, initiator: 'local' } as const
    this.#end(info, this.#wasOpen ? 'complete' : 'AbortError')
  }

  signal(): void {
    // It is let go at the end.
    if (this.state !== 'closed') this.abort()
  }

  subscribe(plan: Plan): void {
    this.readers.push(new ReferenceReader('subscription', plan))
  }

  iterate(): void {
    this.readers.push(new ReferenceReader('iterator', { at: 0, action: 'nothing' }))
  }

  pull(index: number): void {
    const reader = this.readers[index]
    if (reader?.isIterator === true && !reader.hasLeft) reader.pull()
  }

  leaveAt(index: number): void {
    const reader = this.readers[index]
    if (reader !== undefined) this.leave(reader)
  }

  leave(reader: ReferenceReader): void {
    if (reader.hasLeft || (reader.hasEnded && !reader.isIterator)) return
    const buffer = reader.leave()
    const isRead = this.readers.some((other) => other.isActive || other.isLingering)
    if (isRead) return
    if (this.#setting.unobserved === 'hold') this.#held.unshift(...buffer)
    else this.#held.length = 0
  }

  /** The end of a turn: held frames reach the subscriptions, then the end does. */
  turn(): void {
    this.#deliverHeld()
    if (this.state !== 'closed' || this.#held.length > 0) return
    if (!this.#isObserved) return
    for (const reader of this.readers) {
      if (reader.isActive || reader.isLingering) reader.end(this.ending)
    }
  }

  /** Time passes. */
  tick(milliseconds: number): void {
    this.turn()
    this.now += milliseconds
    const connectDeadline = this.#wasOpen ? Infinity : limits.connectTimeout
    if (this.state === 'closed') return
    if (this.now >= Math.min(connectDeadline, this.#closeDeadline)) this.fail('timeout')
    this.turn()
  }

  get #isObserved(): boolean {
    return this.readers.some((reader) => reader.isActive)
  }

  #mute(): void {
    this.#held = []
    for (const reader of this.readers) reader.discardPending()
  }

  #send(frame: Frame): void {
    this.sent.push(frame)
    if (frame === echoed) this.message(echoed)
  }

  #hold(frame: Frame): void {
    if (!this.#isObserved && this.#setting.unobserved === 'drop') return
    if (!this.#fits(this.#held, frame)) return
    this.#held.push(frame)
  }

  #fits(waiting: readonly Frame[], frame: Frame): boolean {
    const size = waiting.reduce((sum, other) => sum + sizeOf(other), sizeOf(frame))
    if (size <= limits.maxHeldBytes) return true
    const info = { code: 1006, reason: '', wasClean: false, initiator: 'failure' } as const
    this.#end(info, 'BufferOverflowError')
    return false
  }

  #deliver(frame: Frame): void {
    this.#isDelivering = true
    for (const reader of this.readers.filter((reader) => reader.isActive)) {
      if (!reader.isActive) continue
      if (reader.isIterator) this.#offer(reader, frame)
      else if (reader.receive(frame)) this.#do(reader)
    }
    this.#isDelivering = false
  }

  #offer(reader: ReferenceReader, frame: Frame): void {
    if (reader.wants || this.#fits(reader.buffer, frame)) reader.receive(frame)
  }

  #deliverHeld(): void {
    while (this.#isObserved) {
      const frame = this.#held.shift()
      if (frame === undefined) return
      this.#deliver(frame)
    }
  }

  #do(reader: ReferenceReader): void {
    if (reader.action === 'add') this.next(echoed)
    if (reader.action === 'close') this.close()
    if (reader.action === 'abort') this.abort()
    if (reader.action === 'subscribe') this.subscribe({ at: 0, action: 'nothing' })
    if (reader.action === 'unsubscribe') this.leave(reader)
    if (reader.action === 'unsubscribeAll') {
      for (const other of this.readers) if (!other.isIterator) this.leave(other)
    }
  }

  #end(info: CloseInfo, ending: string): void {
    if (this.state === 'closed') return
    this.state = 'closed'
    this.info = info
    this.ending = ending
    if (!this.#wasOpen) this.ready = ending
    this.#unsent += this.#queue.reduce((sum, frame) => sum + sizeOf(frame), 0)
    this.#queue = []
  }
}

/** Bytes of a frame, text as UTF-8. */
function sizeOf(frame: Frame): number {
  return typeof frame === 'string' ? Buffer.byteLength(frame) : frame.length
}
