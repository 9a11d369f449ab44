import { afterAll, expect, it } from 'vitest'
import { type Bundle, esbuild, metro, parcel, rollup, vite, webpack } from './bundle.js'
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

/** A program, and where its bundle runs. */
type Use = readonly [Program, ...Host[]]

const inPages: Use = ['portable', page]
const inWorkers: Use = ['portable', webWorker]
const inElectron: Use = ['portable', electronRenderer]
const onNode: Use = ['on-node', node]
const inReactNative: Use = ['react-native', reactNative]
/** Of a bundle that is made without a word about where it runs. */
const anywhere: Use = ['portable', page, nodeWithWebSocket]

const exportsOfParcel = { '@parcel/resolver-default': { packageExports: true } }
const esm = { platform: 'node', format: 'esm' }

const targets: Readonly<Record<string, readonly [Bundle, Use]>> = {
  'webpack for a page': [webpack({ target: 'web' }), inPages],
  'webpack for a web worker': [webpack({ target: 'webworker' }), inWorkers],
  'webpack for Node': [webpack({ target: 'node' }), onNode],
  'webpack for Node, with ws external': [
    webpack({ target: 'node', externals: { ws: 'commonjs ws' } }),
    onNode,
  ],
  "webpack for Electron's main process": [webpack({ target: 'electron-main' }), onNode],
  "webpack for Electron's pages": [webpack({ target: 'electron-renderer' }), inElectron],
  "webpack for Electron's preload scripts": [webpack({ target: 'electron-preload' }), inElectron],
  'Rollup for a page': [rollup({ browser: true }), inPages],
  'Rollup for Node': [rollup({ exportConditions: ['node'] }), onNode],
  'Rollup without a platform': [rollup(), anywhere],
  'Vite for a page': [vite(), inPages],
  'Vite for a page, from CommonJS': [vite({}, 'cjs'), inPages],
  'Vite for Node': [vite({ ssr: true }), onNode],
  'esbuild for a page': [esbuild({ platform: 'browser' }), inPages],
  'esbuild for a page, from CommonJS': [esbuild({ platform: 'browser' }, 'cjs'), inPages],
  'esbuild for Node': [esbuild({ platform: 'node' }), onNode],
  'esbuild for Node as ESM, with ws external': [esbuild({ ...esm, external: ['ws'] }), onNode],
  'esbuild without a platform': [esbuild({ platform: 'neutral', format: 'esm' }), anywhere],
  Parcel: [parcel(), inPages],
  'Parcel with package exports': [parcel(exportsOfParcel), inPages],
  'Metro with package exports': [metro({ unstable_enablePackageExports: true }), inReactNative],
  'Metro without package exports': [metro({ unstable_enablePackageExports: false }), inReactNative],
}

afterAll(closeChromium)

it.each(Object.entries(targets))('%s: the bundle talks to a server', async (_, [bundle, use]) => {
  const [program, ...hosts] = use
  const file = await bundle(program)
  for (const host of hosts) expect(await host(file)).toEqual(results[program])
})
