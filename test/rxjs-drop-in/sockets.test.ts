import * as rxjs from 'rxjs/webSocket'
import { inject } from 'vitest'
import { WebSocket } from 'ws'
import * as portable from '../../src/rxjs.js'
import * as node from '../../src/rxjs.node.js'
import type { DropIn } from './drop-in.js'
import { runIdentical, runMends } from './sockets/run-over-sockets.js'
import type { SocketStage } from './sockets/socket-case.js'

const original = rxjs as unknown as DropIn
// The types of ws and of the DOM differ.
const Ctor = WebSocket as unknown as NonNullable<SocketStage['Ctor']>
const ws = { peerUrl: inject('peerUrl'), Ctor, binary: 'Buffer', closesAfterError: true } as const
const ours = { peerUrl: inject('peerUrl'), binary: 'Blob', closesAfterError: true } as const

runIdentical('rxjs/webSocket over ws', { ...original, ...ws })
runIdentical('web-socket-channel/rxjs over ws', { ...portable, ...ws })
runIdentical('web-socket-channel/rxjs on Node, without WebSocketCtor', { ...node, ...ours })
runMends('web-socket-channel/rxjs over ws', { ...portable, ...ws })
runMends('web-socket-channel/rxjs on Node, without WebSocketCtor', { ...node, ...ours })
