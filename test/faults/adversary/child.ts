import { build } from 'esbuild'
import { spawn, type ChildProcess } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

/** How a child process ended, and what it reported. */
export interface ChildResult<Report> {
  readonly exitCode: number | null
  readonly report: Report
  /** Everything that it printed. */
  readonly output: string
}

/** What may be said about a run. */
export interface ChildOptions {
  /** Milliseconds, after which the process is killed. */
  readonly limit?: number
  /** Called when the process says its first word. */
  readonly onOutput?: (child: ChildProcess) => void
}

const folder = new URL('../children/', import.meta.url)
// Inside the project, so that the bundle finds the packages.
const bundles = new URL('../../../node_modules/.cache/web-socket-channel-faults/', import.meta.url)

/**
 * Runs a program of `children/` in a separate process, with `gc()` and as many open files as the system allows. Its
 * report is the JSON in the last line that it prints.
 */
export async function runChild<Report>(
  name: string,
  args: readonly string[],
  { limit = 60_000, onOutput }: ChildOptions = {},
): Promise<ChildResult<Report>> {
  const program = fileURLToPath(new URL(`${name}-${process.pid}.mjs`, bundles))
  await build({
    entryPoints: [fileURLToPath(new URL(`${name}.ts`, folder))],
    outfile: program,
    bundle: true,
    packages: 'external',
    platform: 'node',
    target: 'node20',
    format: 'esm',
  })
  const command = 'ulimit -n "$(ulimit -Hn)"; exec "$0" "$@"'
  const node = [process.execPath, '--expose-gc', program, ...args]
  const child = spawn('sh', ['-c', command, ...node], { timeout: limit, killSignal: 'SIGKILL' })
  child.stdout.once('data', () => onOutput?.(child))
  const exited = new Promise<number | null>((resolve) => child.on('exit', resolve))
  const [exitCode, output, errors] = await Promise.all([
    exited,
    text(child.stdout),
    text(child.stderr),
  ])
  if (exitCode !== 0) throw new Error(`${name} ended with ${String(exitCode)}: ${errors}${output}`)
  const report = output.trim().split('\n').at(-1) ?? ''
  return { exitCode, report: JSON.parse(report) as Report, output }
}
