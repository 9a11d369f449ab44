import { join } from 'node:path'
import { describe, expect, inject, it } from 'vitest'
import { webSocketFlags } from './hosts.js'
import { makeProject, tools } from './project.js'
import { run } from './run.js'
import { writePageTests } from './page-tests.js'
import { formats, writePrograms } from './programs.js'

/** What Jest reports with `--json`, as far as it is read here. */
interface Report {
  readonly numPassedTests: number
  readonly testResults: readonly { readonly message: string }[]
}

interface JestRun {
  readonly version: string
  readonly environment: string
  /** What Jest has for `testEnvironmentOptions`. */
  readonly options: object
}

// Jest 29 with jsdom imports the build of RxJS that only bundlers can read: docs/testing.md.
const moduleOptions = { customExportConditions: ['browser', 'node'] }

const versions = ['29', '30'] as const
const environments = [
  { environment: 'node', programs: ['jest-channels', 'jest-fake-timers', 'jest-node'], tests: 14 },
  { environment: 'jsdom', programs: ['jest-channels', 'jest-fake-timers'], tests: 11 },
] as const

describe.each(versions)('Jest %s', (version) => {
  describe.each(environments)('with the environment $environment', (chosen) => {
    it.each(formats)('passes the tests of a user, written as %s', async (format) => {
      const project = await makeProject({})
      await writePrograms(project, { programs: chosen.programs, format, suffix: '.test' })
      const pageTests = await writePageTests(project, { runner: 'jest', format })
      expect(pageTests).toBeGreaterThan(0)
      const environment = {
        node: 'node',
        jsdom: join(tools, `jest-environment-jsdom${version}`),
      }[chosen.environment]
      const isAffected = environment !== 'node' && version === '29' && format === 'esm'
      const options = isAffected ? moduleOptions : {}
      expect(await runJest(project, { version, environment, options })).toEqual({
        failures: [],
        passed: chosen.tests + pageTests,
      })
    })
  })
})

async function runJest(
  project: string,
  { version, environment, options }: JestRun,
): Promise<{ readonly failures: readonly string[]; readonly passed: number }> {
  const config = {
    rootDir: project,
    testMatch: ['**/*.test.{cjs,mjs}'],
    testEnvironment: environment,
    testEnvironmentOptions: options,
    transform: {},
  }
  const jest = join(tools, `jest${version}/bin/jest.js`)
  const flags = ['--no-warnings', '--experimental-vm-modules', ...webSocketFlags]
  const words = ['--runInBand', '--json', '--passWithNoTests', '--config', JSON.stringify(config)]
  // Jest exits with 1 if a test failed; the report says which.
  const output = await run(process.execPath, [...flags, jest, ...words], {
    cwd: project,
    env: { ECHO_URL: inject('echoUrl') },
    exitCodes: [0, 1],
  })
  const { numPassedTests: passed, testResults } = JSON.parse(output) as Report
  const failures = testResults.map(({ message }) => message).filter((message) => message !== '')
  return { failures, passed }
}
