import { config } from 'rxjs'
import { vi } from 'vitest'
import { equal } from '../contract/assert.js'
import type { DropIn, DropInCase, Stage, Watch } from './drop-in.js'
import { MockSockets } from './mock-sockets.js'

/** Runs a case with a module, on fake timers. Rejects if the case fails, or an error was reported that it did not expect. */
export async function perform({ run }: DropInCase, module: DropIn): Promise<void> {
  const unhandled: unknown[] = []
  config.onUnhandledError = (error) => unhandled.push(error)
  vi.useFakeTimers()
  try {
    const stage = stageOf(module, unhandled)
    await run(stage)
    equal(stage.reported(), [], 'what was reported')
  } finally {
    vi.useRealTimers()
    config.onUnhandledError = null
  }
}

function stageOf(module: DropIn, unhandled: unknown[]): Stage {
  const log: string[] = []
  const mocks = new MockSockets(log)
  return {
    ...module,
    mocks,
    log,
    subject: (config) => module.webSocket({ url: 'ws://a', WebSocketCtor: mocks.Ctor, ...config }),
    observe: (source, name = 'a') => {
      const watch: { -readonly [member in keyof Watch]: Watch[member] } = {
        error: undefined,
        unsubscribe: () => subscription.unsubscribe(),
      }
      const subscription = source.subscribe({
        next: (value) => log.push(`${name} ${JSON.stringify(value)}`),
        error: (error) => {
          watch.error = error
          log.push(`${name} error`)
        },
        complete: () => log.push(`${name} complete`),
      })
      return watch
    },
    advance: (milliseconds) => void vi.advanceTimersByTime(milliseconds),
    reported: () => {
      // RxJS reports in a later task.
      vi.advanceTimersByTime(1)
      return unhandled.splice(0)
    },
  }
}
