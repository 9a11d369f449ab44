import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { pack } from '../package/installed-package.setup.js'

declare module 'vitest' {
  interface ProvidedContext {
    /** The packed package. */
    readonly tarball: string
    /** A folder for the copies of the examples. */
    readonly copies: string
  }
}

/** Packs the package, once for all examples. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'web-socket-channel-frameworks-'))
  const { tarball } = await pack(folder)
  project.provide('tarball', tarball)
  project.provide('copies', folder)
  return () => rm(folder, { recursive: true, force: true })
}
