import { identicalOverSockets } from './identical-cases.js'
import { mendsOverSockets } from './mend-cases.js'
import type { SocketCase } from './socket-case.js'

/** A case, and the module that it is for. */
export interface DropInRun extends SocketCase {
  readonly module: 'rxjs/webSocket' | 'web-socket-channel/rxjs'
}

/** What another platform runs: what is identical with both modules, and the mends with the drop-in. */
export const dropInRuns: readonly DropInRun[] = [
  ...identicalOverSockets.map((entry) => ({ ...entry, module: 'rxjs/webSocket' as const })),
  ...[...identicalOverSockets, ...mendsOverSockets].map((entry) => ({
    ...entry,
    module: 'web-socket-channel/rxjs' as const,
  })),
]
