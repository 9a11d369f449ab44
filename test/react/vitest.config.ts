import { fileURLToPath } from 'node:url'
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config'
import { browserMode } from '../setup/browser-mode.js'
import { chromiumPath } from '../setup/chromium-path.js'
import { failures } from '../setup/failures.js'
import { modulesOf, type ReactVersion } from './react-versions.js'

const chromium = chromiumPath()
const rxjs = fileURLToPath(new URL('../../node_modules/rxjs/dist/esm5/index.js', import.meta.url))

/** The tests of pages, with a version of React, in the Chromium at a path. */
function inChromium(
  executablePath: string,
  version: ReactVersion,
  exclude: string[] = [],
): TestProjectInlineConfiguration {
  const modules = modulesOf(version)
  return {
    extends: true,
    define: { REACT_VERSION: JSON.stringify(version) },
    resolve: {
      alias: [
        // The folders of the entries, which the build writes into the root, would be taken for the packages.
        { find: /^rxjs$/, replacement: rxjs },
        { find: /^(react|react-dom)$/, replacement: `${modules}/$1/index.js` },
        { find: /^react-dom\/client$/, replacement: `${modules}/react-dom/client.js` },
      ],
    },
    optimizeDeps: { include: ['react', 'react-dom', 'react-dom/client', 'rxjs', 'isomorphic-ws'] },
    test: {
      root: import.meta.dirname,
      name: `react ${version} in Chromium`,
      include: ['chromium/*.test.ts'],
      exclude,
      globalSetup: ['../setup/scripted-peer.ts', './server-pages.setup.ts'],
      setupFiles: ['../setup/no-unhandled-errors.ts', './chromium/no-complaints.ts'],
      browser: browserMode(executablePath),
    },
  }
}

const onNode: TestProjectInlineConfiguration = {
  extends: true,
  test: {
    root: import.meta.dirname,
    name: 'react on Node',
    include: ['node/*.test.ts'],
    globalSetup: './consumers.setup.ts',
  },
}

/** The entry for React with the oldest React and the newest: in pages, rendered by a server, and its types. */
export default defineConfig({
  test: {
    root: import.meta.dirname,
    ...failures,
    testTimeout: 20_000,
    expect: { poll: { timeout: 10_000 } },
    hookTimeout: 60_000,
    projects: [
      onNode,
      ...(chromium === undefined
        ? []
        : [inChromium(chromium, '19'), inChromium(chromium, '18', ['chromium/activity.test.ts'])]),
    ],
  },
})
