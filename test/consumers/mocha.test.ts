import { join } from 'node:path'
import { expect, inject, it } from 'vitest'
import { webSocketFlags } from './hosts.js'
import { makeProject, tools } from './project.js'
import { run } from './run.js'
import { writePageTests } from './page-tests.js'
import { formats, writePrograms } from './programs.js'

/** What Mocha's reporter `json` prints, as far as it is read here. */
interface Report {
  readonly passes: readonly object[]
  readonly failures: readonly object[]
}

it.each(formats)('Mocha passes the tests of a user, written as %s', async (format) => {
  const project = await makeProject({ dependencies: { mocha: 'mocha' } })
  await writePrograms(project, { programs: ['mocha-channels'], format, suffix: '.test' })
  const pageTests = await writePageTests(project, { runner: 'mocha', format })
  expect(pageTests).toBeGreaterThan(0)
  const mocha = join(tools, 'mocha/bin/mocha.js')
  const flags = ['--no-warnings', ...webSocketFlags]
  // Mocha exits with the number of failures; the report says which.
  const output = await run(process.execPath, [...flags, mocha, '--reporter', 'json', '*.test.*'], {
    cwd: project,
    env: { ECHO_URL: inject('echoUrl') },
    exitCodes: [0, 1, 2, 3, 4, 5],
  })
  const { passes, failures } = JSON.parse(output) as Report
  expect(failures).toEqual([])
  expect(passes).toHaveLength(5 + pageTests)
})
