import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { TestProject } from 'vitest/node'
import { pack } from '../package/installed-package.setup.js'
import { installed, type Project } from './project.js'
import { versions } from './versions.js'

declare module 'vitest' {
  interface ProvidedContext {
    /** The packed package. */
    readonly tarball: string
    /** Projects into which npm has installed a release of RxJS and the package, by that release. */
    readonly projects: Readonly<Record<string, Project>>
  }
}

const run = promisify(execFile)

/** Installs what the group needs into this folder, then the package beside each release of RxJS. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const options = ['--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund']
  await run('npm', ['install', ...options], { cwd: import.meta.dirname })
  const folder = await mkdtemp(join(tmpdir(), 'web-socket-channel-rxjs-'))
  const { tarball } = await pack(folder)
  project.provide('tarball', tarball)
  const projects: Record<string, Project> = {}
  for (const version of versions) {
    const to = join(folder, version.rxjs)
    projects[version.rxjs] = await installed({ to, tarball, version, by: ['npm', ...options] })
  }
  project.provide('projects', projects)
  return () => rm(folder, { recursive: true, force: true })
}
