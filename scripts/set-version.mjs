// Writes a version wherever the repository names its own: npm run set-version 0.2.0
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { isReleaseVersion } from './release-problems.mjs'

const [, , version = ''] = process.argv
if (!isReleaseVersion(version)) {
  throw new Error(`Cannot set version "${version}": use the form 1.2.3`)
}

const path = (name) => fileURLToPath(new URL(`../${name}`, import.meta.url))

for (const name of ['package.json', 'package-lock.json']) {
  replaceIn(name, `"name": "web-socket-channel",\n`, 'version')
}
for (const example of readdirSync(path('examples/frameworks'), { withFileTypes: true })) {
  if (!example.isDirectory()) continue
  for (const name of ['package.json', 'package-lock.json']) {
    replaceIn(`examples/frameworks/${example.name}/${name}`, '', 'web-socket-channel')
  }
}

/** Replaces the version behind a key, wherever a text comes right before it. */
function replaceIn(name, prefix, key) {
  const text = readFileSync(path(name), 'utf8')
  const pattern = new RegExp(`(${prefix} *"${key}": ")[^"]+"`, 'g')
  if (!pattern.test(text)) throw new Error(`Cannot set the version in ${name}: it has none`)
  writeFileSync(path(name), text.replace(pattern, `$1${version}"`))
}
