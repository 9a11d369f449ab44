import { afterAll, describe, expect, it } from 'vitest'
import { bundlerWith } from './bundle.js'
import { type Program, results } from './conversation.js'
import {
  closeChromium,
  electronRenderer,
  type Host,
  node,
  nodeWithWebSocket,
  page,
  reactNative,
  webWorker,
} from './hosts.js'

interface Target {
  readonly name: string
  readonly bundle: ReturnType<typeof bundlerWith>
  readonly hosts: readonly Host[]
  readonly programs: readonly Program[]
}

const portable: readonly Program[] = ['root', 'browser']
const onNode: readonly Program[] = ['root', 'node']

const targets: readonly Target[] = [
  {
    name: 'webpack for a page',
    bundle: bundlerWith('webpack', { target: 'web' }),
    hosts: [page],
    programs: portable,
  },
  {
    name: 'webpack for a web worker',
    bundle: bundlerWith('webpack', { target: 'webworker' }),
    hosts: [webWorker],
    programs: portable,
  },
  {
    name: 'webpack for Node',
    bundle: bundlerWith('webpack', { target: 'node' }),
    hosts: [node],
    programs: onNode,
  },
  {
    name: "webpack for Electron's main process",
    bundle: bundlerWith('webpack', { target: 'electron-main' }),
    hosts: [node],
    programs: onNode,
  },
  {
    name: "webpack for Electron's pages",
    bundle: bundlerWith('webpack', { target: 'electron-renderer' }),
    hosts: [electronRenderer],
    programs: portable,
  },
  {
    name: "webpack for Electron's preload scripts",
    bundle: bundlerWith('webpack', { target: 'electron-preload' }),
    hosts: [electronRenderer],
    programs: portable,
  },
  {
    name: 'Rollup for a page',
    bundle: bundlerWith('rollup', { browser: true }),
    hosts: [page],
    programs: portable,
  },
  {
    name: 'Rollup for Node',
    bundle: bundlerWith('rollup', { exportConditions: ['node'] }),
    hosts: [node],
    programs: onNode,
  },
  {
    name: 'Rollup without a platform',
    bundle: bundlerWith('rollup', {}),
    hosts: [page, nodeWithWebSocket],
    programs: portable,
  },
  {
    name: 'esbuild for a page',
    bundle: bundlerWith('esbuild', { platform: 'browser' }),
    hosts: [page],
    programs: portable,
  },
  {
    name: 'esbuild for Node',
    bundle: bundlerWith('esbuild', { platform: 'node' }),
    hosts: [node],
    programs: onNode,
  },
  {
    name: 'esbuild for Node as ESM, with ws left out',
    bundle: bundlerWith('esbuild', { platform: 'node', format: 'esm', external: ['ws'] }),
    hosts: [node],
    programs: onNode,
  },
  {
    name: 'esbuild without a platform',
    bundle: bundlerWith('esbuild', { platform: 'neutral', format: 'esm' }),
    hosts: [page, nodeWithWebSocket],
    programs: portable,
  },
  {
    name: 'Parcel',
    bundle: bundlerWith('parcel', {}),
    hosts: [page],
    programs: portable,
  },
  {
    name: 'Parcel with package exports',
    bundle: bundlerWith('parcel', { '@parcel/resolver-default': { packageExports: true } }),
    hosts: [page],
    programs: portable,
  },
  {
    name: 'Metro with package exports',
    bundle: bundlerWith('metro', { unstable_enablePackageExports: true }),
    hosts: [reactNative],
    programs: ['react-native'],
  },
  {
    name: 'Metro without package exports',
    bundle: bundlerWith('metro', { unstable_enablePackageExports: false }),
    hosts: [reactNative],
    programs: ['react-native'],
  },
]

afterAll(closeChromium)

describe.each(targets)('bundled by $name', ({ bundle, hosts, programs }) => {
  it.each(programs)('%s talks to a server', async (program) => {
    const file = await bundle(program)
    for (const host of hosts) expect(await host(file)).toEqual(results[program])
  })
})
