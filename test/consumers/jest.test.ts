import { join } from 'node:path'
import { describe, expect, inject, it } from 'vitest'
import { webSocketFlags } from './hosts.js'
import { makeProject, tools } from './project.js'
import { run } from './run.js'
import { formats, writeTests } from './tests-of-users.js'

/** What Jest reports with `--json`, as far as it is read here. */
interface Report {
  readonly numPassedTests: number
  readonly testResults: readonly { readonly message: string }[]
}

const versions = ['29', '30'] as const
const environments = [
  { environment: 'node', programs: ['jest-channels', 'jest-fake-timers', 'jest-node'], tests: 13 },
  { environment: 'jsdom', programs: ['jest-channels', 'jest-fake-timers'], tests: 11 },
] as const

describe.each(versions)('Jest %s', (version) => {
  describe.each(environments)('with the environment $environment', (chosen) => {
    it.each(formats)('passes the tests of a user, written as %s', async (format) => {
      const project = await makeProject({})
      await writeTests(project, { programs: chosen.programs, format })
      const environment = {
        node: 'node',
        jsdom: join(tools, `jest-environment-jsdom${version}`),
      }[chosen.environment]
      expect(await runJest(project, { version, environment })).toEqual({
        failures: [],
        passed: chosen.tests,
      })
    })
  })
})

async function runJest(
  project: string,
  { version, environment }: { readonly version: string; readonly environment: string },
): Promise<{ readonly failures: readonly string[]; readonly passed: number }> {
  const config = {
    rootDir: project,
    testMatch: ['**/*.test.{cjs,mjs}'],
    testEnvironment: environment,
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
