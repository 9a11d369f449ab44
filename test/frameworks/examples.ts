import { appendFile, cp } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { inject } from 'vitest'
import { run } from '../consumers/run.js'

/** An application of `examples/frameworks`. */
export interface Example {
  /** Name of its folder. */
  readonly name: string
  /** Where its build puts what a browser loads. */
  readonly output: string
  /** Its own server, which renders it: a script below its folder, and the arguments before the port. */
  readonly server?: readonly string[]
  /** The file of `src` that starts it; `main.ts` by default. */
  readonly main?: string
  /** Code behind that of its main file, which unmounts the application when the page has an event `leave`. */
  readonly leaving?: string
}

const unmountOnLeave = (unmount: string): string =>
  `\naddEventListener('leave', () => ${unmount})\n`

export const examples: readonly Example[] = [
  {
    name: 'angular',
    output: 'dist/browser',
    leaving: `import { getPlatform } from '@angular/core'${unmountOnLeave('getPlatform()?.destroy()')}`,
  },
  {
    name: 'next',
    output: '.next/static',
    server: ['node_modules/next/dist/bin/next', 'start', '--hostname', '127.0.0.1', '--port'],
  },
  { name: 'react', output: 'dist', main: 'main.tsx', leaving: unmountOnLeave('root.unmount()') },
  {
    name: 'svelte',
    output: 'dist',
    leaving: `import { unmount } from 'svelte'${unmountOnLeave('void unmount(app)')}`,
  },
  { name: 'vue', output: 'dist', leaving: unmountOnLeave('app.unmount()') },
]

/** Folder of all examples. */
const frameworks = fileURLToPath(new URL('../../examples/frameworks', import.meta.url))

/** An example in a folder outside the repository, installed and built. */
export interface Built {
  readonly folder: string
  /** Folder with what a browser loads. */
  readonly output: string
  /** All that the build printed. */
  readonly printed: string
}

/** Copies an example as a user would, installs the tarball beside its other packages, and builds it for production. */
export async function buildCopy({
  name,
  output,
  main = 'main.ts',
  leaving,
}: Example): Promise<Built> {
  const cwd = join(inject('copies'), name)
  await cp(join(frameworks, name), cwd, { recursive: true, filter: isSource })
  if (leaving !== undefined) await appendFile(join(cwd, 'src', main), leaving)
  const options = ['--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund']
  await run('npm', ['install', ...options, inject('tarball')], { cwd })
  const printed = await run('sh', ['-c', 'npm run build --silent 2>&1'], { cwd })
  return { folder: cwd, output: join(cwd, output), printed }
}

/** Whether it is no result of an installation or a build. */
function isSource(path: string): boolean {
  return !/\/(node_modules|dist|\.angular|\.next)$/.test(path)
}
