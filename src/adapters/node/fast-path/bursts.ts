import { type ExitFlush, flushAtExit } from './exit-flush.js'
import { forgetRepeatedFrame } from './repeated-frame.js'
import { forgetSharedFrames } from './shared-message.js'

/** Frames that are added to one connection in one tick, or in one `await` loop. */
export interface Burst {
  /** Counts a turn of the microtask queue. Returns whether the burst continues. */
  continues(): boolean
  /** Writes what is gathered. */
  flush(): void
}

const resolved = /* @__PURE__ */ Promise.resolve()
// All bursts of the process share one chain of microtasks: a server can begin one on each of many connections in one tick.
const bursts: Burst[] = []
let exit: ExitFlush | undefined

/** Begins a burst, whose turns are counted from now on until it ends. */
export function beginBurst(burst: Burst): void {
  exit ??= flushAtExit(flushBursts)
  bursts.push(burst)
  if (bursts.length === 1) void resolved.then(turn)
}

/** Whether the process exits, so that nothing may be gathered any more. */
export function isExiting(): boolean {
  return exit?.isExiting === true
}

function turn(): void {
  let at = 0
  let kept = 0
  try {
    while (at < bursts.length) {
      const burst = bursts[at++]
      if (burst?.continues()) bursts[kept++] = burst
    }
  } finally {
    // A connection whose `write` throws ends its own burst only.
    bursts.splice(kept, at - kept)
    if (bursts.length > 0) void resolved.then(turn)
    else forgetFrames()
  }
}

function forgetFrames(): void {
  forgetRepeatedFrame()
  forgetSharedFrames()
}

function flushBursts(): void {
  for (const burst of bursts) burst.flush()
}
