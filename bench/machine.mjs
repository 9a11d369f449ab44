import { availableParallelism } from 'node:os'
import { createRequire } from 'node:module'
import { placement } from './worker.mjs'

const systems = { linux: 'Linux', darwin: 'macOS', win32: 'Windows' }
const require = createRequire(import.meta.url)

/** The kind of machine that was measured on, in words. */
export function machine() {
  const system = systems[process.platform] ?? process.platform
  const { version } = require('ws/package.json')
  const cores = `${availableParallelism()} cores`
  return `${cores}, Node ${process.versions.node.split('.')[0]}, ${system}, ws ${version}, ${placement}`
}
