import { aborting } from './cases/aborting.js'
import { adding } from './cases/adding.js'
import { addingError } from './cases/adding-error.js'
import { adopting } from './cases/adopting.js'
import { afterClose } from './cases/after-close.js'
import { alive } from './cases/alive.js'
import { breaking } from './cases/breaking.js'
import { closeCodes } from './cases/close-codes.js'
import { closing } from './cases/closing.js'
import { connectTimeout } from './cases/connect-timeout.js'
import { connecting } from './cases/connecting.js'
import { ends } from './cases/ends.js'
import { handshake } from './cases/handshake.js'
import { holding } from './cases/holding.js'
import { iterating } from './cases/iterating.js'
import { leavingNothing } from './cases/leaving-nothing.js'
import { otherObservables } from './cases/other-observables.js'
import { queueing } from './cases/queueing.js'
import { ready } from './cases/ready.js'
import { receiving } from './cases/receiving.js'
import { refusing } from './cases/refusing.js'
import { releasingSources } from './cases/releasing-sources.js'
import { sendable } from './cases/sendable.js'
import { settling } from './cases/settling.js'
import { streamingIn } from './cases/streaming-in.js'
import { streamingPace } from './cases/streaming-pace.js'
import { subscribing } from './cases/subscribing.js'
import { terminalSignals } from './cases/terminal-signals.js'
import { unsubscribing } from './cases/unsubscribing.js'
import { validating } from './cases/validating.js'
import type { ContractCase } from './contract-case.js'

/** All that the library promises, in the order of its guarantees. Any runtime can run it: see `runCase`. */
export const contract: readonly ContractCase[] = [
  // Opening: 1 to 5
  ...connecting,
  ...validating,
  ...ready,
  ...adopting,
  ...connectTimeout,
  ...handshake,
  ...aborting,
  // Receiving: 6 to 11
  ...receiving,
  ...holding,
  ...subscribing,
  ...unsubscribing,
  ...iterating,
  ...breaking,
  ...afterClose,
  // Ending: 12 to 16
  ...ends,
  ...terminalSignals,
  ...closing,
  ...closeCodes,
  ...settling,
  ...leavingNothing,
  // Sending: 17 to 20
  ...queueing,
  ...adding,
  ...sendable,
  ...refusing,
  ...streamingIn,
  ...streamingPace,
  ...releasingSources,
  ...otherObservables,
  ...addingError,
  // Alive: 21
  ...alive,
]
