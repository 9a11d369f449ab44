import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const script = fileURLToPath(new URL('../../scripts/platform-packages.sh', import.meta.url))

/**
 * Returns the test files of a group that can run here. It prints a warning about the others, and fails in CI.
 *
 * @param needs By file what it needs, in the words of `scripts/platform-packages.sh`.
 * @throws {Error} If something is missing and `CI` is set.
 */
export function runnable(
  group: 'browsers' | 'peers',
  needs: Readonly<Record<string, readonly string[]>>,
): string[] {
  const missing = execFileSync('bash', [script, 'missing', group]).toString().split('\n')
  return Object.entries(needs).flatMap(([file, programs]) => {
    const wanted = programs.filter((program) => missing.includes(program))
    if (wanted.length === 0) return [file]
    const message = `Cannot run ${file}: there is no ${wanted.join(', ')}`
    if (process.env['CI']) throw new Error(message)
    console.warn(`\n!!! ${message}. It is left out.\n`)
    return []
  })
}
