import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { repositoryFiles } from '../../scripts/site/repository-files.mjs'
import { stagePages } from '../../scripts/site/stage.mjs'
import { proseOf } from '../docs/code-block.js'
import { root } from '../docs/pages.js'

const repository = 'https://host.example/files'
const page = 'docs/architecture.md'
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'web-socket-channel-pages-'))
})

afterAll(() => rm(folder, { recursive: true, force: true }))

async function targetsOn(path: string): Promise<readonly string[]> {
  const text = await readFile(join(folder, path), 'utf8')
  return Array.from(proseOf({ path, text }).matchAll(/\]\(([^)]*)\)/g), ([, target = '']) => target)
}

describe('the copies of the pages', () => {
  it('link to files of the repository where it has an address', async () => {
    await stagePages({ root, folder, repository })
    const targets = await targetsOn(page)
    expect(targets).toContain(`${repository}/src/core/socket.ts`)
    expect(targets.filter((target) => target.startsWith('../src'))).toEqual([])
  })

  it('have the text alone where it has none', async () => {
    await stagePages({ root, folder })
    expect((await targetsOn(page)).filter((target) => /\bsrc\b/.test(target))).toEqual([])
    expect(await readFile(join(folder, page), 'utf8')).toContain('`Socket`')
  })

  it('have a title and a group, and link to each other', async () => {
    const paths = await stagePages({ root, folder })
    expect(paths.length).toBeGreaterThan(15)
    const text = await readFile(join(folder, 'docs/reconnecting.md'), 'utf8')
    expect(text).toMatch(/^---\ntitle: "Reconnecting"\ngroup: Guides\n---\n\n# Reconnecting\n/)
    expect(await targetsOn('docs/scaling.md')).toContain('../examples/chat/relay.ts.md')
    expect(await targetsOn('README.md')).toContain('./docs/reconnecting.md')
  })
})

describe('the address of the files of the repository', () => {
  it.each([
    'owner/name',
    'github:owner/name',
    'https://github.com/owner/name',
    'https://github.com/owner/name.git',
    'git+https://github.com/owner/name.git',
    { url: 'git+https://github.com/owner/name.git' },
  ])('is an https address for %j', (given) => {
    expect(repositoryFiles({ version: '1.2.3', repository: given })).toBe(
      'https://github.com/owner/name/blob/v1.2.3',
    )
  })

  it('is unknown while package.json names none', () => {
    expect(repositoryFiles({ version: '1.2.3' })).toBeUndefined()
  })

  it.each(['git@github.com:owner/name.git', 'git://github.com/owner/name.git', 'gitlab:a/b', ''])(
    'is refused in the form "%s"',
    (given) => {
      expect(() => repositoryFiles({ version: '1.2.3', repository: given })).toThrow(
        `Cannot link to the repository "${given}": name it by an https address`,
      )
    },
  )
})
