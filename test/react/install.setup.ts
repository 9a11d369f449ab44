import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** Installs React 18; when it is there already it only looks. */
export async function setup(): Promise<void> {
  const options = ['--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund']
  const cwd = join(import.meta.dirname, 'react18')
  await promisify(execFile)('npm', ['install', ...options], { cwd })
}
