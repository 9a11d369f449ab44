import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Installs the browsers, from Debian's packages. */
export async function setup(): Promise<void> {
  const script = new URL('../../scripts/platform-packages.sh', import.meta.url).pathname
  await run('bash', [script, 'browsers'])
}
