import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readServedFile } from './served-file.js'

let parent: string

beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), 'served-file-'))
  await mkdir(join(parent, 'site/deep'), { recursive: true })
  for (const path of ['secret.txt', 'site/index.html', 'site/a b.txt', 'site/deep/index.html']) {
    await writeFile(join(parent, path), path)
  }
  await mkdir(join(parent, 'site-of-others'))
  await writeFile(join(parent, 'site-of-others/index.html'), 'theirs')
})

afterAll(() => rm(parent, { recursive: true }))

test.each([
  ['', 'site/index.html', '.html'],
  ['/', 'site/index.html', '.html'],
  ['/?query=/../secret.txt', 'site/index.html', '.html'],
  ['/a%20b.txt', 'site/a b.txt', '.txt'],
  ['deep/', 'site/deep/index.html', '.html'],
  ['deep/../index.html', 'site/index.html', '.html'],
])('the address "%s" is that of a file', async (address, content, extension) => {
  for (const folder of ['site', 'site/']) {
    const file = await readServedFile(join(parent, folder), address)
    expect({ ...file, content: file.content.toString() }).toEqual({ content, extension })
  }
})

test.each(['/../secret.txt', '/..%2fsecret.txt', '/%2e%2e/secret.txt', '../site-of-others/'])(
  'the address "%s" leads out of the folder',
  async (address) => {
    await expect(readServedFile(join(parent, 'site'), address)).rejects.toThrow(
      `Cannot serve "${address}": it leads out of the folder`,
    )
  },
)

test.each(['/%', '/%00', '/deep', '/nothing.txt'])(
  'the address "%s" is that of no file',
  async (address) => {
    await expect(readServedFile(join(parent, 'site'), address)).rejects.toThrow(Error)
  },
)
