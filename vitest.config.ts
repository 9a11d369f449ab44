import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config'
import { browserMode } from './test/setup/browser-mode.js'
import { chromiumPath } from './test/setup/chromium-path.js'
import { ContractReporter } from './test/setup/contract-reporter.js'
import { failures } from './test/setup/failures.js'

const browserTests = 'test/**/*.browser.test.ts'
const nativeTests = 'test/**/native-on-node*.test.ts'
const chromium = chromiumPath()
const rxjs = fileURLToPath(new URL('node_modules/rxjs/dist/esm5/index.js', import.meta.url))
// Node has a built-in WebSocket since 22, and behind this flag since 20.10.
const nativeFlags =
  Number(process.versions.node.split('.')[0]) < 22 ? ['--experimental-websocket'] : []

const node: TestProjectInlineConfiguration = {
  extends: true,
  test: {
    name: 'node',
    include: ['test/**/*.test.ts'],
    exclude: [
      '**/node_modules/**',
      browserTests,
      nativeTests,
      'test/{browsers,consumers,frameworks,package,peers,react,runtimes,rxjs,site,timing,types}/**',
    ],
  },
}

/** The tests that compare bytes on the wire, without the fast path. All other tests run with it. */
const slow: TestProjectInlineConfiguration = {
  extends: true,
  test: {
    name: 'without fast path',
    include: [
      'test/faults/{backpressure,closing-by-*,cut-after-every-byte,floods,hostile-frames}.test.ts',
      'test/faults/{mutated-streams,round-trip,tls,transport-loss}.test.ts',
    ],
    env: { FAST_PATH: 'off' },
  },
}

const native: TestProjectInlineConfiguration = {
  extends: true,
  test: { name: 'native', include: [nativeTests], execArgv: nativeFlags },
}

function inChromium(executablePath: string): TestProjectInlineConfiguration {
  return {
    extends: true,
    // The folder of the entry `rxjs`, which the build writes into the root, would be taken for the package `rxjs`.
    resolve: { alias: [{ find: /^rxjs$/, replacement: rxjs }] },
    optimizeDeps: { include: ['rxjs', 'rxjs/webSocket', 'isomorphic-ws'] },
    test: { name: 'browser', include: [browserTests], browser: browserMode(executablePath) },
  }
}

export default defineConfig({
  test: {
    globalSetup: ['test/setup/scripted-peer.ts'],
    setupFiles: ['test/setup/no-unhandled-errors.ts'],
    ...failures,
    testTimeout: 15_000,
    // A second, the default, is too short on a machine that does other things as well.
    expect: { poll: { timeout: 10_000 } },
    // Many tests wait for a deadline: two at once take little longer than one, on a machine with two cores too.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    reporters: ['default', new ContractReporter()],
    projects: [node, slow, native, ...(chromium === undefined ? [] : [inChromium(chromium)])],
    coverage: {
      provider: 'v8',
      include: ['src/core/**', 'src/adapters/**'],
      reporter: ['text', 'json-summary'],
      thresholds: { lines: 100, branches: 100 },
    },
  },
})
