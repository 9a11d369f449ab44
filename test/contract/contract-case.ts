import type { Capability } from './capability.js'
import type { Context } from './context.js'

/** One promise of the library, described and tried. It knows no test framework, so that any runtime can run it. */
export interface ContractCase {
  /** Number of the guarantee in the library's contract. */
  readonly guarantee: number
  /** A sentence about behaviour. */
  readonly name: string
  /** Without these the case makes no sense. */
  readonly requires?: readonly Capability[]
  run(context: Context): Promise<void> | void
}
