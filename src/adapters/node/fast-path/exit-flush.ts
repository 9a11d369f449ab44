/** What happens at the exit of the process, for all copies of the package. */
export interface ExitFlush {
  /** Writes everything that a copy of the package has gathered. */
  readonly flushes: Set<() => void>
  /** Whether the exit has begun: no microtask runs any more, so nothing may be gathered. */
  isExiting: boolean
}

// `Symbol.for` and a property of `process`, so that several copies of the package add one listener between them.
const STATE: unique symbol = /* @__PURE__ */ Symbol.for('web-socket-channel.exit-flush')

/** Calls `flush` at the exit of the process, however it exits. Adds a listener unless another copy of the package has. */
export function flushAtExit(flush: () => void): ExitFlush {
  const owner = process as typeof process & { [STATE]?: ExitFlush }
  const state = (owner[STATE] ??= listen({ flushes: new Set(), isExiting: false }))
  state.flushes.add(flush)
  return state
}

function listen(state: ExitFlush): ExitFlush {
  process.on('exit', () => {
    // Other listeners to `exit` may still send.
    state.isExiting = true
    for (const flush of state.flushes) flush()
  })
  return state
}
