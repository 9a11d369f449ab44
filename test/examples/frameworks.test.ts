import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import manifest from '../../package.json' with { type: 'json' }

const folder = fileURLToPath(new URL('../../examples/frameworks/', import.meta.url))
const names = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)

interface Manifest {
  readonly scripts: Readonly<Record<string, string>>
  readonly dependencies: Readonly<Record<string, string>>
  readonly devDependencies: Readonly<Record<string, string>>
}

/** An object of a lockfile, as far as it is read here. */
interface Lockfile {
  readonly packages: Readonly<Record<string, Partial<Manifest> & { readonly resolved?: string }>>
}

function read(path: string): string {
  return readFileSync(`${folder}${path}`, 'utf8')
}

/** The files that are the framework's part of an example. */
function ownSources(name: string): string[] {
  return readdirSync(`${folder}${name}/src`, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.\w+$/.test(path) && path !== 'chat.ts')
    .map((path) => `${name}/src/${path}`)
}

function linesIn(path: string): number {
  return read(path).trimEnd().split('\n').length
}

it('there are examples of frameworks', () => {
  expect(names).toContain('vue')
})

describe.each(names)('the example with %s', (name) => {
  const { scripts, dependencies, devDependencies } = JSON.parse(
    read(`${name}/package.json`),
  ) as Manifest

  it('has fewer than 80 lines beside what is the same in each', () => {
    expect(linesIn(`${name}/src/chat.ts`)).toBeLessThan(80)
    const sources = ownSources(name)
    expect(sources.length).toBeGreaterThan(1)
    const lines = sources.map(linesIn).reduce((sum, count) => sum + count, 0)
    expect(lines).toBeLessThan(80)
  })

  it('has the same chat.ts as the others', () => {
    expect(read(`${name}/src/chat.ts`)).toBe(read('vue/src/chat.ts'))
  })

  it('has the commands of the README', () => {
    expect(Object.keys(scripts)).toEqual(expect.arrayContaining(['dev', 'build']))
    expect(read('README.md')).toContain(`](${name}/`)
  })

  it('names exact versions, of this package its own', () => {
    const versions = Object.values({ ...dependencies, ...devDependencies })
    expect(versions.filter((version) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([])
    expect(dependencies['web-socket-channel']).toBe(manifest.version)
  })

  it('has a lockfile for its package.json, without this package and without addresses', () => {
    const { packages } = JSON.parse(read(`${name}/package-lock.json`)) as Lockfile
    expect(packages['']).toMatchObject({ dependencies, devDependencies })
    expect(Object.keys(packages)).not.toContain('node_modules/web-socket-channel')
    expect(Object.values(packages).filter(({ resolved }) => resolved !== undefined)).toEqual([])
  })
})
