import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

// Debian has servers here, where the PATH of most users does not lead.
const more = ['/usr/sbin', '/usr/local/sbin']

/** Path of a program; `undefined` if it is not installed. */
export function pathOf(program: string): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), ...more]
  return folders.map((folder) => join(folder, program)).find((path) => existsSync(path))
}
