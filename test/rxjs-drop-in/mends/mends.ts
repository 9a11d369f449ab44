import type { Mend } from '../drop-in.js'
import { nextWhileClosing, throwingClose } from './closing.js'
import { errors } from './errors.js'
import { leftSockets, unreadableFrames } from './left.js'
import { limits } from './limits.js'
import { platforms } from './platforms.js'
import { queue } from './queue.js'
import { robustness } from './robustness.js'
import { serializer } from './serializer.js'

/** What the drop-in does in another way than `rxjs/webSocket` 7.8.2, in the order of docs/from-rxjs.md. */
export const mends: readonly Mend[] = [
  errors,
  queue,
  serializer,
  nextWhileClosing,
  leftSockets,
  unreadableFrames,
  throwingClose,
  robustness,
  limits,
  platforms,
]
