import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { inject } from 'vitest'

const run = promisify(execFile)

/** The ways in which a user's code can load the package, by the extension of the file it is written in. */
export const moduleFormats = ['mjs', 'cjs'] as const
export type ModuleFormat = (typeof moduleFormats)[number]

/** An import of a package in the syntax of a format. */
export function importing(format: ModuleFormat, names: string, specifier: string): string {
  return format === 'mjs'
    ? `import ${names.replaceAll(':', ' as')} from '${specifier}'`
    : `const ${names.replace('* as ', '')} = require('${specifier}')`
}

/** Writes a file into the consumer's project and returns its path. */
export async function writeSource(source: string, extension: string): Promise<string> {
  const path = join(inject('consumer'), `${randomUUID()}.${extension}`)
  await writeFile(path, source)
  return path
}

/** Runs code in a separate process in the consumer's project; returns what `report` was called with. */
export async function runInNode(source: string, format: ModuleFormat): Promise<unknown> {
  const report = 'const report = (value) => console.log(JSON.stringify(value))'
  const path = await writeSource(`${report}\n${source}`, format)
  const { stdout, stderr } = await run(process.execPath, ['--trace-warnings', path])
  if (stderr !== '') throw new Error(`The process complained:\n${stderr}`)
  return JSON.parse(stdout)
}
