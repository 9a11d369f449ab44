import { builtinModules } from 'node:module'
import { eachImport, isPlatform, type Rule, waysTo } from './rule.js'
import { reachableFrom } from './source-module.js'

const nodeSide = [
  /^adapters\/node\//,
  /^(node|index\.node|rxjs\.node)\.ts$/,
  /^channels\/([a-z-]+\.node|node-[a-z-]+)\.ts$/,
  /^rxjs\/[a-z-]+\.node\.ts$/,
  /^(server|testing)(\/|\.ts$)/,
]
const entries = [
  'index.ts',
  'index.default.ts',
  'index.node.ts',
  'status.ts',
  'browser.ts',
  'node.ts',
  'react.ts',
  'rxjs.ts',
  'rxjs.node.ts',
  'server.ts',
  'testing.ts',
  'websocket-stream.ts',
]
/** Entries that browsers and Workers load. */
export const portableEntries = [
  'index.ts',
  'index.default.ts',
  'browser.ts',
  'react.ts',
  'rxjs.ts',
  'status.ts',
  'websocket-stream.ts',
]

/** What may import what. */
export const importRules: readonly Rule[] = [
  {
    name: 'core imports only core and, of rxjs, `Observable` and types',
    violations: eachImport('core/', ({ specifier, target, typeOnly, names }) => {
      if (target !== undefined) return target.startsWith('core/')
      return specifier === 'rxjs' && (typeOnly || names.every((name) => name === 'Observable'))
    }),
    broken: {
      'core/a.ts': `import { Subject } from 'rxjs'`,
      'core/b.ts': `import type { Frame } from '../adapters/memory.js'`,
      'core/c.ts': `export * from 'rxjs'`,
      'core/d.ts': `import { map } from 'rxjs/operators'`,
      'core/e.ts': `export type Socket = import('ws').WebSocket`,
    },
  },
  {
    name: 'receiving and sending do not import each other',
    violations: (modules) => [
      ...eachImport(
        'core/receiving/',
        ({ target }) => !target?.startsWith('core/sending/'),
      )(modules),
      ...eachImport(
        'core/sending/',
        ({ target }) => !target?.startsWith('core/receiving/'),
      )(modules),
    ],
    broken: {
      'core/receiving/a.ts': `import type { SocketSink } from '../sending/socket-sink.js'`,
      'core/sending/a.ts': `import { deliver } from '../receiving/deliver.js'`,
    },
  },
  {
    name: 'receiving and sending know the lifecycle by types only',
    violations: (modules) =>
      ['core/receiving/', 'core/sending/'].flatMap((room) =>
        eachImport(
          room,
          ({ target, typeOnly }) => typeOnly || !target?.startsWith('core/lifecycle/'),
        )(modules),
      ),
    broken: {
      'core/receiving/a.ts': `import { transition } from '../lifecycle/lifecycle.js'`,
      'core/sending/a.ts': `import { checkClose } from '../lifecycle/close-request.js'`,
    },
  },
  {
    name: 'adapters import only core, adapters and platform packages',
    violations: eachImport('adapters/', ({ target, specifier }) =>
      target === undefined
        ? isPlatform(specifier) || specifier === 'isomorphic-ws'
        : /^(core|adapters)\//.test(target),
    ),
    broken: {
      'adapters/a.ts': `import { json } from '../layers/json.js'`,
      'adapters/b.ts': `import { WebSocketChannel } from '../index.js'`,
      'adapters/c.ts': `import { Observable } from 'rxjs'`,
    },
  },
  {
    name: 'layers import only core, layers, rxjs, and types of Standard Schema',
    violations: eachImport('layers/', ({ target, specifier, typeOnly }) =>
      target === undefined
        ? specifier === 'rxjs' || (typeOnly && specifier === '@standard-schema/spec')
        : /^(core|layers)\//.test(target),
    ),
    broken: {
      'layers/a.ts': `import { NodeSocket } from '../adapters/node/socket.js'`,
      'layers/b.ts': `import WebSocket from 'ws'`,
    },
  },
  {
    name: 'the server imports no layers, and nobody imports it',
    violations: (modules) => [
      ...eachImport('server/', ({ target }) => !target?.startsWith('layers/'))(modules),
      ...eachImport('', ({ target }, { path }) => {
        return !target?.startsWith('server/') || /^server(\/|\.ts$)/.test(path)
      })(modules),
    ],
    broken: {
      'server/a.ts': `import { json } from '../layers/json.js'`,
      'channels/node-a.ts': `import { serveChannels } from '../server/serve-channels.js'`,
    },
  },
  {
    name: 'the drop-in for rxjs/webSocket imports only core, adapters, itself, rxjs and ws',
    violations: eachImport('rxjs/', ({ target, specifier }) =>
      target === undefined
        ? specifier === 'rxjs' || specifier === 'ws'
        : /^(core|adapters|rxjs)\//.test(target),
    ),
    broken: {
      'rxjs/a.ts': `import { json } from '../layers/json.js'`,
      'rxjs/b.ts': `import { WebSocketSubject } from 'rxjs/webSocket'`,
      'rxjs/c.ts': `import { reportUnhandledError } from 'rxjs/internal/util/reportUnhandledError'`,
    },
  },
  {
    name: 'nobody imports an entry',
    violations: eachImport('', ({ target }) => target === undefined || !entries.includes(target)),
    broken: { 'node.ts': `export * from './index.js'`, 'core/a.ts': `import '../status.js'` },
  },
  {
    name: 'only adapters/whatwg/isomorphic.ts names isomorphic-ws',
    violations: eachImport('', ({ specifier }, { path }) => {
      return specifier !== 'isomorphic-ws' || path === 'adapters/whatwg/isomorphic.ts'
    }),
    broken: { 'adapters/node/connect.ts': `import WebSocket from 'isomorphic-ws'` },
  },
  {
    name: 'isomorphic-ws is imported by default, the only form that works everywhere',
    violations: eachImport('', ({ specifier, names }) => {
      return specifier !== 'isomorphic-ws' || names.every((name) => name === 'default')
    }),
    broken: { 'adapters/whatwg/isomorphic.ts': `import { WebSocket } from 'isomorphic-ws'` },
  },
  {
    name: 'only files of the Node side name ws or a module of Node',
    violations: eachImport('', ({ specifier }, { path }) => {
      return !isPlatform(specifier) || nodeSide.some((pattern) => pattern.test(path))
    }),
    broken: {
      'adapters/whatwg/connect.ts': `import type { WebSocket } from 'ws'`,
      'core/timer.ts': `import { setTimeout } from 'node:timers'`,
      'layers/json.ts': `const { Buffer } = await import('node:buffer')`,
      'browser.ts': `/// <reference types="node" />`,
    },
  },
  {
    name: 'modules of Node are named with `node:`',
    violations: eachImport('', ({ specifier }) => !builtinModules.includes(specifier)),
    broken: { 'node.ts': `import { createServer } from 'http'` },
  },
  {
    name: 'portable entries lead to no file of the Node side',
    violations: (modules) =>
      portableEntries.flatMap((entry) =>
        waysTo((path) => nodeSide.some((pattern) => pattern.test(path)), entry, modules),
      ),
    broken: {
      'index.ts': `import './core/a.js'`,
      'core/a.ts': `import '../adapters/node/connect.js'`,
    },
  },
  {
    name: './browser, ./react, ./rxjs and ./websocket-stream do without isomorphic-ws',
    violations: (modules) =>
      ['browser.ts', 'react.ts', 'rxjs.ts', 'websocket-stream.ts'].flatMap((entry) =>
        waysTo((path) => path === 'adapters/whatwg/isomorphic.ts', entry, modules),
      ),
    broken: {
      'browser.ts': `export { connect } from './adapters/whatwg/isomorphic.js'`,
      'react.ts': `export { connect } from './adapters/whatwg/isomorphic.js'`,
      'rxjs.ts': `export { connect } from './adapters/whatwg/isomorphic.js'`,
      'websocket-stream.ts': `export { connect } from './adapters/whatwg/isomorphic.js'`,
    },
  },
  {
    name: './status imports nothing',
    violations: eachImport('status.ts', () => false),
    broken: { 'status.ts': `import type { CloseInfo } from './core/channel.js'` },
  },
  {
    name: 'relative imports end in .js and name a file that exists',
    violations: (modules) => {
      const paths = new Set(modules.map((module) => module.path))
      return eachImport('', ({ specifier, target }) => {
        return target === undefined || (specifier.endsWith('.js') && paths.has(target))
      })(modules)
    },
    broken: { 'core/a.ts': `import './b'`, 'core/b.ts': `import './gone.js'` },
  },
  {
    name: 'everything is imported by a declaration at the top',
    violations: eachImport('', ({ isStatic }) => isStatic),
    broken: {
      'core/a.ts': `export const load = () => import('./b.js')`,
      'node.ts': `const ws = require('ws')`,
    },
  },
  {
    name: 'there are no cycles',
    violations: (modules) =>
      modules
        .filter(({ path, imports }) =>
          imports.some(({ target }) => target && reachableFrom(target, modules).has(path)),
        )
        .map(({ path }) => `${path} leads back to itself`),
    broken: {
      'core/a.ts': `import { b } from './b.js'`,
      'core/b.ts': `export type { C } from './c.js'`,
      'core/c.ts': `import type { A } from './a.js'`,
    },
  },
]
