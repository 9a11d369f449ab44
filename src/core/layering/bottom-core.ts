import type { LowerCore } from './channel-core.js'

/** Returns the core at the bottom of a stack of layers. */
export function bottomCore(top: LowerCore<never, never>): LowerCore<never, never> {
  let core = top
  while (core.lower) core = core.lower
  return core
}
