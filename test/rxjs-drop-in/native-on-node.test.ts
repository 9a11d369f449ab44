import * as rxjs from 'rxjs/webSocket'
import { inject } from 'vitest'
import * as portable from '../../src/rxjs.js'
import type { DropIn } from './drop-in.js'
import { runIdentical, runMends } from './sockets/run-over-sockets.js'

const original = rxjs as unknown as DropIn
const platform = { peerUrl: inject('peerUrl'), binary: 'Blob', closesAfterError: false } as const
const native = { ...platform, Ctor: WebSocket }

runIdentical("rxjs/webSocket over Node's own", { ...original, ...native })
runIdentical("web-socket-channel/rxjs over Node's own", { ...portable, ...native })
runMends("web-socket-channel/rxjs over Node's own", { ...portable, ...native })
runMends("web-socket-channel/rxjs over the platform's", { ...portable, ...platform })
