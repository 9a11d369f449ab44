import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { root } from '../docs/pages.js'

const run = promisify(execFile)
const programs = ['set-version.mjs', 'release-problems.mjs']
const example = 'examples/frameworks/some'
const files = {
  'package.json': '{\n  "name": "web-socket-channel",\n  "version": "1.2.3"\n}\n',
  'package-lock.json':
    '{\n  "name": "web-socket-channel",\n  "version": "1.2.3",\n  "ws": { "version": "1.2.3" }\n}\n',
  [`${example}/package.json`]: '{ "dependencies": { "web-socket-channel": "1.2.3" } }\n',
  [`${example}/package-lock.json`]: '{ "web-socket-channel": "1.2.3", "ws": "1.2.3" }\n',
}
let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'set-version-'))
  for (const name of programs) await cp(`${root}scripts/${name}`, join(folder, 'scripts', name))
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), text)
  }
})

afterEach(() => rm(folder, { recursive: true }))

function setVersion(version: string): Promise<unknown> {
  return run(process.execPath, [join(folder, 'scripts/set-version.mjs'), version])
}

function written(): Promise<readonly string[]> {
  return Promise.all(Object.keys(files).map((path) => readFile(join(folder, path), 'utf8')))
}

it('writes a version into the package, the examples and their lockfiles, and no other version', async () => {
  await setVersion('1.3.0')
  expect(await written()).toEqual([
    '{\n  "name": "web-socket-channel",\n  "version": "1.3.0"\n}\n',
    '{\n  "name": "web-socket-channel",\n  "version": "1.3.0",\n  "ws": { "version": "1.2.3" }\n}\n',
    '{ "dependencies": { "web-socket-channel": "1.3.0" } }\n',
    '{ "web-socket-channel": "1.3.0", "ws": "1.2.3" }\n',
  ])
})

it.each(['', '1.3', 'v1.3.0', '1.3.0-beta.1'])(
  'refuses "%s" and writes nothing',
  async (version) => {
    await expect(setVersion(version)).rejects.toThrow(
      `Cannot set version "${version}": use the form 1.2.3`,
    )
    expect(await written()).toEqual(Object.values(files))
  },
)
