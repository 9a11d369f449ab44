// Adds to the build what tsup does not write: run by `npm run build`.
import { mkdir, readFile, writeFile } from 'node:fs/promises'

const root = new URL('../', import.meta.url)
const { exports } = JSON.parse(await readFile(new URL('package.json', root), 'utf8'))

for (const subpath of ['./node', './server']) await referToNodeTypes(exports[subpath])
await markAsClientCode(exports['./react'])
for (const [subpath, files] of Object.entries(exports)) {
  if (subpath !== '.' && typeof files === 'object') await writeEntryFolder(subpath, files)
}

/** Lets an entry's types compile where `types` of the compiler options is empty, as `tsc --init` writes it. */
async function referToNodeTypes(files) {
  for (const { types } of [files.import, files.require]) {
    const path = new URL(types, root)
    await writeFile(path, `/// <reference types="node" />\n${await readFile(path, 'utf8')}`)
  }
}

/**
 * Marks an entry as code of the client, so that server components can import it. Bundling drops the directive of the source. It is
 * put before the first line, since the source maps count lines.
 */
async function markAsClientCode(files) {
  for (const { default: file } of [files.import, files.require]) {
    const path = new URL(file, root)
    await writeFile(path, `'use client';${await readFile(path, 'utf8')}`)
  }
}

/**
 * Writes the folder where tools that do not read `exports` look for an entry: Parcel by default, Metro before React Native
 * 0.79, webpack 4.
 */
async function writeEntryFolder(subpath, files) {
  const folder = new URL(`${subpath}/`, root)
  const pointers = {
    main: `.${files.require.default}`,
    module: `.${files.import.default}`,
    types: `.${files.import.types}`,
    sideEffects: false,
  }
  await mkdir(folder, { recursive: true })
  await writeFile(new URL('package.json', folder), `${JSON.stringify(pointers, null, 2)}\n`)
}
