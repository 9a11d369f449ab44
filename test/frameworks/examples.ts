import { appendFile, cp, mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { inject } from 'vitest'
import { run } from '../consumers/run.js'
import { freePort } from '../peers/free-port.js'

/** An application of `examples/frameworks`. */
export interface Example {
  /** Name of its folder. */
  readonly name: string
  /** Where its build puts what a browser loads. */
  readonly output: string
  /** Its own server, which renders it. */
  readonly server?: ExampleServer
  /** How a page unmounts it. */
  readonly leaving: Leaving
  /** Its server for development, where that starts in a second. */
  readonly development?: Development
}

/** The server of an example for development, which replaces modules in the page. */
export interface Development extends ExampleServer {
  /** The file below `src` with the component. */
  readonly component: string
}

/** A server of an example, which passes WebSocket connections on to the chat. */
export interface ExampleServer {
  /** A script below the example's folder, and the arguments before the port. */
  readonly command: readonly string[]
  /** The file below the example's folder with the port of the chat, 3000. */
  readonly config: string
}

/** What makes an example leave its page. */
interface Leaving {
  /** A file of `src`. */
  readonly file: string
  /** Code behind that of the file. */
  readonly code: string
  /** What the page runs. */
  readonly script: string
}

/** Unmounts an application when its page has an event. */
function unmountOnEvent(file: string, unmount: string, imports = ''): Leaving {
  return {
    file,
    code: `${imports}\naddEventListener('leave', () => ${unmount})\n`,
    script: `dispatchEvent(new Event('leave'))`,
  }
}

/** Vite, for an application with a component. */
function vite(component: string): Development {
  return {
    command: ['node_modules/vite/bin/vite.js', '--host', '127.0.0.1', '--strictPort', '--port'],
    config: 'vite.config.ts',
    component,
  }
}

export const examples: readonly Example[] = [
  {
    name: 'angular',
    output: 'dist/browser',
    leaving: unmountOnEvent(
      'main.ts',
      'getPlatform()?.destroy()',
      `import { getPlatform } from '@angular/core'`,
    ),
  },
  {
    name: 'next',
    output: '.next/static',
    server: {
      command: ['node_modules/next/dist/bin/next', 'start', '--hostname', '127.0.0.1', '--port'],
      config: 'next.config.ts',
    },
    // Its router shows another page.
    leaving: {
      file: 'app/left/page.tsx',
      code: 'export default function Left() {\n  return <p>You have left</p>\n}\n',
      script: `next.router.push('/left')`,
    },
  },
  {
    name: 'react',
    output: 'dist',
    leaving: unmountOnEvent('main.tsx', 'root.unmount()'),
    development: vite('ChatRoom.tsx'),
  },
  {
    name: 'svelte',
    output: 'dist',
    leaving: unmountOnEvent('main.ts', 'void unmount(app)', `import { unmount } from 'svelte'`),
    development: vite('ChatRoom.svelte'),
  },
  {
    name: 'vue',
    output: 'dist',
    leaving: unmountOnEvent('main.ts', 'app.unmount()'),
    development: vite('ChatRoom.vue'),
  },
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
  /** Port to which the example's own servers pass WebSocket connections on. */
  readonly chat: number
}

/** Copies an example as a user would, installs the tarball beside its other packages, and builds it for production. */
export async function buildCopy(example: Example): Promise<Built> {
  const { name, output, leaving, server = example.development } = example
  const cwd = join(inject('copies'), name)
  await cp(join(frameworks, name), cwd, { recursive: true, filter: isSource })
  const chat = await freePort()
  if (server) await replaceIn(join(cwd, server.config), '127.0.0.1:3000', `127.0.0.1:${chat}`)
  const file = join(cwd, 'src', leaving.file)
  await mkdir(dirname(file), { recursive: true })
  await appendFile(file, leaving.code)
  const options = ['--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund']
  await run('npm', ['install', ...options, inject('tarball')], { cwd })
  const printed = await run('sh', ['-c', 'npm run build --silent 2>&1'], { cwd })
  return { folder: cwd, output: join(cwd, output), printed, chat }
}

/** Replaces what is once in a file. */
export async function replaceIn(file: string, found: string, replacement: string): Promise<void> {
  const parts = (await readFile(file, 'utf8')).split(found)
  if (parts.length !== 2) throw new Error(`Cannot find "${found}" once in ${file}`)
  await writeFile(file, parts.join(replacement))
}

/** Whether it is no result of an installation or a build. */
function isSource(path: string): boolean {
  return !/\/(node_modules|dist|\.angular|\.next)$/.test(path)
}
