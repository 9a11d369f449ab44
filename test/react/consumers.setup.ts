import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { TestProject } from 'vitest/node'
import { pack } from '../package/installed-package.setup.js'
import { root } from '../docs/pages.js'
import { modulesOf, reactVersions } from './react-versions.js'

declare module 'vitest' {
  interface ProvidedContext {
    /** By version of React, a project that has it, its types and the packed package. */
    readonly reactProjects: Readonly<Record<string, string>>
  }
}

const dependencies = ['isomorphic-ws', 'rxjs', 'ws', '@standard-schema']
const react = /^(react|react-dom|scheduler|csstype|prop-types)$/

/** Packs the package, and puts it beside each version of React. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'web-socket-channel-react-'))
  const { tarball } = await pack(folder)
  const projects: Record<string, string> = {}
  for (const version of reactVersions) {
    const modules = join(folder, version, 'node_modules')
    await mkdir(join(modules, 'web-socket-channel'), { recursive: true })
    const words = ['xf', tarball, '--strip-components=1', '-C', join(modules, 'web-socket-channel')]
    await promisify(execFile)('tar', words)
    await link(join(root, 'node_modules'), modules, dependencies)
    await link(modulesOf(version), modules, (await readdir(modulesOf(version))).filter(isOfReact))
    await mkdir(join(modules, '@types'))
    const types = (await readdir(join(modulesOf(version), '@types'))).filter(isOfReact)
    await link(join(modulesOf(version), '@types'), join(modules, '@types'), types)
    projects[version] = join(folder, version)
  }
  project.provide('reactProjects', projects)
  return () => rm(folder, { recursive: true, force: true })
}

function isOfReact(name: string): boolean {
  return react.test(name)
}

async function link(from: string, to: string, names: readonly string[]): Promise<void> {
  await Promise.all(names.map((name) => symlink(join(from, name), join(to, name))))
}
