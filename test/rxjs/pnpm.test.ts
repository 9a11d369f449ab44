import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { copiesOfRxJS, installed, type Project, runChecks } from './project.js'
import { versions } from './versions.js'
import { wanted } from './wanted.js'

const pnpm = join(import.meta.dirname, 'node_modules/.bin/pnpm')
const tried = versions.filter(({ rxjs }) => ['7.5.0', '9.0.0-beta.0'].includes(rxjs))

describe.each(tried)('beside rxjs $rxjs, installed by pnpm', (version) => {
  const { rxjs, isShared, consumers } = version
  let folder: string
  let project: Project
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'web-socket-channel-pnpm-'))
    const places = [`--store-dir=${folder}/store`, `--config.cache-dir=${folder}/cache`]
    project = await installed({
      ...{ to: join(folder, 'project'), tarball: inject('tarball'), version },
      // In CI pnpm wants a lockfile, which a new project does not have.
      by: [pnpm, '--ignore-scripts', '--no-frozen-lockfile', ...places],
    })
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  it('the package is installed without a warning', () => {
    expect(project.output).toContain('Done in')
    expect(project.output).not.toMatch(/warn|error|peer|deprecated/i)
  })

  it(
    isShared ? 'there is one copy of RxJS on disk' : 'the package has its own RxJS 7',
    async () => {
      const copies = Object.values(await copiesOfRxJS(project))
      const others = copies.filter((copy) => copy !== rxjs)
      expect(copies).toHaveLength(isShared ? 1 : 2)
      expect(others.filter((copy) => !copy.startsWith('7.'))).toEqual([])
      expect(others).toHaveLength(isShared ? 0 : 1)
    },
  )

  it.each(consumers.filter((consumer) => consumer in wanted))(
    '%s finds all that it wants',
    async (consumer) => {
      expect(await runChecks(project, consumer, 'mjs')).toEqual(wanted[consumer])
    },
  )
})
