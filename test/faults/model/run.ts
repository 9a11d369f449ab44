import { expect } from 'vitest'
import type { Command, Setting } from './command.js'
import { Driver, type Clock } from './driver.js'
import { Reference } from './reference.js'

/** Does the same to the real channel and to the model, and compares them after every turn. */
export async function run(
  setting: Setting,
  commands: readonly Command[],
  clock: Clock,
): Promise<void> {
  const driver = new Driver(setting, clock)
  const model = new Reference(setting)
  const pair = new Pair(driver, model, setting)
  // What remains may be a zombie that nothing but an abort ends.
  for (const command of [
    ...commands,
    { type: 'turn' },
    { type: 'abort' },
    { type: 'turn' },
  ] as const) {
    pair.do(command)
    // Without a turn between them, the commands fall into one tick.
    if (pair.needsTurn(command)) await pair.turn(command)
  }
  pair.checkEnd()
}

class Pair {
  readonly #driver: Driver
  readonly #model: Reference
  readonly #setting: Setting
  #native: 'connecting' | 'open' | 'ended' = 'connecting'
  #pouring = 0

  constructor(driver: Driver, model: Reference, setting: Setting) {
    this.#driver = driver
    this.#model = model
    this.#setting = setting
  }

  do(command: Command): void {
    this.#transport(command)
    this.#call(command)
  }

  needsTurn({ type }: Command): boolean {
    // A blob is read before what follows it is looked at, which the model leaves out; and a subscription made after the
    // end may end at once or in a microtask.
    const isJoining = type === 'subscribe' || type === 'iterate'
    const isLate = isJoining && this.#model.state === 'closed'
    return type === 'turn' || type === 'tick' || isLate || this.#setting.quirks.givesBlobs
  }

  async turn(command: Command): Promise<void> {
    if (command.type === 'tick') await this.#driver.tick(command.milliseconds)
    else await this.#driver.turn()
    if (command.type === 'tick') this.#model.tick(command.milliseconds)
    else this.#model.turn()
    this.#compare()
  }

  checkEnd(): void {
    const { channel, socket, outcomes, source, controller } = this.#driver
    expect(channel.state).toBe('closed')
    expect(outcomes.closed).toBe(true)
    expect(outcomes.ready).toBe(`pending ${this.#model.ready}`)
    expect(outcomes.done).toMatch(/^pending (resolved|Error)$/)
    expect(outcomes.streams).not.toContain('pending')
    expect(socket.listenerCount).toBe(0)
    expect(source.observed).toBe(false)
    controller.abort()
  }

  #transport(command: Command): void {
    const { socket } = this.#driver
    if (command.type === 'open' && this.#native === 'connecting') {
      this.#native = 'open'
      socket.open()
      this.#model.open()
    }
    if (command.type === 'message' && this.#native === 'open') {
      socket.message(command.data)
      this.#model.message(command.data)
    }
    if (command.type === 'end' && this.#native === 'open') {
      this.#native = 'ended'
      socket.end(command.code, command.reason)
      this.#model.end(command.code, command.reason)
    }
    if (command.type === 'fail') this.#fail()
  }

  // Also when it has ended already: a second end changes nothing.
  #fail(): void {
    const { closesOnly, errorsOnly } = this.#setting.quirks
    this.#native = 'ended'
    this.#driver.socket.fail()
    if (!closesOnly || !errorsOnly) this.#model.fail()
  }

  #call(command: Command): void {
    const wasClosed = this.#model.closeCalled
    const threw = this.#driver.do(command)
    const expected = this.#predict(command)
    expect({ command, threw }).toEqual({ command, threw: expected })
    if (!wasClosed && this.#model.closeCalled) this.#pouring = 0
  }

  /** Returns whether the call throws. */
  #predict(command: Command): boolean {
    const model = this.#model
    if (command.type === 'add') return model.add(command.data)
    if (command.type === 'addError' && model.closeCalled) return true
    if (command.type === 'close' || command.type === 'addError') model.close()
    if (command.type === 'abort') model.abort()
    if (command.type === 'signal') model.signal()
    this.#predictReader(command)
    this.#predictSource(command)
    return false
  }

  #predictReader(command: Command): void {
    const model = this.#model
    if (command.type === 'subscribe') model.subscribe(command)
    if (command.type === 'iterate') model.iterate()
    if (command.type === 'pull') model.pull(command.index)
    if (command.type === 'unsubscribe' || command.type === 'return') model.leaveAt(command.index)
  }

  #predictSource(command: Command): void {
    const model = this.#model
    if (command.type === 'next') model.next(command.data)
    if (model.isClosing) {
      this.#pouring = 0
      return
    }
    if (command.type === 'addStream') this.#pouring += 1
    if (command.type === 'sourceComplete' || command.type === 'sourceError') this.#pouring = 0
    if (command.type !== 'sourceNext') return
    // What comes back at once may make a handler close, which stops the other sources.
    for (let left = this.#pouring; left > 0 && !model.isClosing; left -= 1) model.next(command.data)
  }

  #compare(): void {
    const { channel, socket, readers, outcomes } = this.#driver
    const { state, closeCode, closeReason, sink } = channel
    const { info, ...outlook } = this.#model.outlook
    expect({
      state,
      closeCode,
      closeReason,
      ready: outcomes.ready.replace(/^pending /, ''),
      sent: socket.sent,
      bufferedAmount: sink.bufferedAmount,
      readers: readers.map((reader) => reader.notices),
    }).toEqual({
      ...outlook,
      closeCode: info?.code,
      closeReason: info?.reason,
      readers: this.#model.readers.map((reader) => reader.notices),
    })
  }
}
