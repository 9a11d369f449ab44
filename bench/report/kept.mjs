import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Keeps the results of a scenario for the docs, in place of those of an earlier run. */
export function keep(folder, name, results) {
  mkdirSync(folder, { recursive: true })
  writeFileSync(fileOf(folder, name), JSON.stringify(results))
}

/** What was kept of a scenario, if anything. */
export function kept(folder, name) {
  const file = fileOf(folder, name)
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined
}

function fileOf(folder, name) {
  return join(folder, `${name}.json`)
}
