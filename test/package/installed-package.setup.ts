import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    /** An otherwise empty project into which the packed package is installed, and nothing else. */
    readonly consumer: string
    /** Path of the packed tarball. */
    readonly tarball: string
    /** Paths inside the packed tarball. */
    readonly packedFiles: string[]
  }
}

const run = promisify(execFile)
const root = fileURLToPath(new URL('../../', import.meta.url))

/** Packs the package and installs it as a user would, once for all files of this folder. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'web-socket-channel-'))
  const { tarball, files } = await pack(folder)
  const consumer = join(folder, 'consumer')
  await mkdir(consumer)
  await writeFile(join(consumer, 'package.json'), JSON.stringify({ private: true }))
  await install(consumer, [tarball])
  project.provide('consumer', consumer)
  project.provide('tarball', tarball)
  project.provide('packedFiles', files)
  return () => rm(folder, { recursive: true, force: true })
}

/** Packs the package into a folder. */
export async function pack(folder: string): Promise<{ tarball: string; files: string[] }> {
  const options = ['--json', '--ignore-scripts', '--pack-destination', folder]
  const { stdout } = await run('npm', ['pack', ...options], { cwd: root })
  const [packed] = JSON.parse(stdout) as [{ filename: string; files: { path: string }[] }]
  return { tarball: join(folder, packed.filename), files: packed.files.map(({ path }) => path) }
}

async function install(consumer: string, packages: readonly string[]): Promise<void> {
  const options = ['--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund']
  await run('npm', ['install', ...options, ...packages], { cwd: consumer })
}
