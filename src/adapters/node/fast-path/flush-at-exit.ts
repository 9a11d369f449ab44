/** Something that gathers bytes and writes them later. */
export interface Flushable {
  flush(): void
}

/** What is flushed at the exit of the process, by all copies of this module. */
interface ExitState {
  readonly flushables: Set<Flushable>
  isExiting: boolean
}

// `Symbol.for` and a property of `process`, so that several copies of the package add one listener between them.
const STATE: unique symbol = /* @__PURE__ */ Symbol.for('web-socket-channel.flush-at-exit')

let state: ExitState | undefined

/**
 * Flushes at the exit of the process, which may come before the next microtask. ws would have written already. While the
 * process exits, flushes at once.
 */
export function flushAtExit(flushable: Flushable): void {
  state ??= sharedState()
  if (state.isExiting) flushable.flush()
  else state.flushables.add(flushable)
}

/** Undoes `flushAtExit`: there is nothing left to flush. */
export function forgetAtExit(flushable: Flushable): void {
  // Most frames are alone in their tick and were never added.
  if (state && state.flushables.size > 0) state.flushables.delete(flushable)
}

/** The state of the process. The first copy of the package that needs it adds the listener. */
function sharedState(): ExitState {
  const owner = process as typeof process & { [STATE]?: ExitState }
  return (owner[STATE] ??= listen({ flushables: new Set(), isExiting: false }))
}

function listen(created: ExitState): ExitState {
  process.on('exit', () => {
    // Other listeners to `exit` may still send.
    created.isExiting = true
    for (const flushable of created.flushables) flushable.flush()
  })
  return created
}
