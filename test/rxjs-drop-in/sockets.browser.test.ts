import * as rxjs from 'rxjs/webSocket'
import { inject } from 'vitest'
import * as portable from '../../src/rxjs.js'
import type { DropIn } from './drop-in.js'
import { runIdentical, runMends } from './sockets/run-over-sockets.js'

const original = rxjs as unknown as DropIn
const platform = { peerUrl: inject('peerUrl'), binary: 'Blob', closesAfterError: true } as const
const given = { ...platform, Ctor: WebSocket }

runIdentical('rxjs/webSocket in Chromium', { ...original, ...platform })
runIdentical('web-socket-channel/rxjs in Chromium', { ...portable, ...platform })
runIdentical('web-socket-channel/rxjs in Chromium, with WebSocketCtor', { ...portable, ...given })
runMends('web-socket-channel/rxjs in Chromium', { ...portable, ...platform })
