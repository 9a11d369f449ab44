/** What has gathered something that is still to be written. */
export interface Gathering {
  flush(): void
}

const gatherings = /* @__PURE__ */ new Set<Gathering>()
let isListening = false
let isExiting = false

/**
 * Flushes what has begun to gather when the process exits, however it does: no microtask runs any more, and ws would have
 * written long ago. One listener does it for the whole process, put on when it is needed for the first time.
 */
export function flushAtExit(gathering: Gathering): void {
  if (isExiting) {
    gathering.flush()
    return
  }
  gatherings.add(gathering)
  if (isListening) return
  isListening = true
  process.on('exit', flushAll)
}

/** Has nothing to flush any more. */
export function forgetAtExit(gathering: Gathering): void {
  // Mostly a frame is alone, and was never remembered.
  if (gatherings.size > 0) gatherings.delete(gathering)
}

function flushAll(): void {
  // Other listeners to the exit may still send.
  isExiting = true
  for (const gathering of gatherings) gathering.flush()
}
