import { join } from 'node:path'
import { expect, inject, it } from 'vitest'
import { webSocketFlags } from './hosts.js'
import { makeProject, tools } from './project.js'
import { run } from './run.js'
import { writePageTests } from './page-tests.js'
import { writePrograms } from './programs.js'

/** What Vitest's reporter `json` prints, as far as it is read here. */
interface Report {
  readonly numPassedTests: number
  readonly testResults: readonly {
    readonly message: string
    readonly assertionResults: readonly { readonly failureMessages: readonly string[] }[]
  }[]
}

const programs = ['vitest-channels', 'vitest-fake-timers', 'vitest-msw']

it.each(['node', 'jsdom', 'happy-dom'])(
  'Vitest with the environment %s passes the tests of a user',
  async (environment) => {
    const project = await makeProject({ dependencies: { msw: 'msw', vitest: 'vitest' } })
    await writePrograms(project, { programs, format: 'esm', suffix: '.test' })
    const pageTests = await writePageTests(project, { runner: 'vitest', format: 'esm' })
    expect(pageTests).toBeGreaterThan(0)
    const vitest = join(tools, 'vitest/vitest.mjs')
    // Child processes have no `nextTick` that can be faked.
    const words = ['run', '--reporter', 'json', '--pool', 'threads', '--environment', environment]
    const flags = webSocketFlags.map((flag) => `--execArgv=${flag}`)
    // Vitest exits with 1 if a test failed; the report says which.
    const output = await run(process.execPath, [vitest, ...words, ...flags], {
      cwd: project,
      env: { ECHO_URL: inject('echoUrl'), NODE_NO_WARNINGS: '1' },
      exitCodes: [0, 1],
    })
    const { numPassedTests, testResults } = JSON.parse(output) as Report
    const failures = testResults.flatMap(({ message, assertionResults }) => [
      message,
      ...assertionResults.flatMap(({ failureMessages }) => failureMessages),
    ])
    expect(failures.filter((failure) => failure !== '')).toEqual([])
    expect(numPassedTests).toBe(12 + pageTests)
  },
)
