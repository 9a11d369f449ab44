import { execFile } from 'node:child_process'

/** Where a program runs. */
export interface Surroundings {
  readonly cwd: string
  /** Variables beside the inherited ones. */
  readonly env?: Readonly<Record<string, string>>
  /** Codes to exit with that are no failure. `0` alone by default. */
  readonly exitCodes?: readonly number[]
}

// Vitest sets them; they make other test runners and bundlers behave differently.
const dropped = ['NODE_ENV', 'NODE_OPTIONS', 'TEST', 'VITEST']

/**
 * Runs a program to its end and resolves with what it printed on its standard output. Rejects with all that it printed if it
 * failed.
 */
export function run(
  command: string,
  args: readonly string[],
  { cwd, env, exitCodes = [0] }: Surroundings,
): Promise<string> {
  const inherited = Object.entries(process.env).filter(([name]) => !dropped.includes(name))
  const options = {
    cwd,
    env: { ...Object.fromEntries(inherited), NO_COLOR: '1', ...env },
    maxBuffer: 64 * 1024 ** 2,
  }
  return new Promise((resolve, reject) => {
    const child = execFile(command, args, options, (_, stdout, stderr) => {
      if (child.exitCode !== null && exitCodes.includes(child.exitCode)) resolve(stdout)
      else reject(new Error(`${command} ${args.join(' ')} failed:\n${stdout}\n${stderr}`))
    })
  })
}
