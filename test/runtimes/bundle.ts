import { build, type BuildOptions } from 'esbuild'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'

const runners = [
  'root-over-ws',
  'browser-in-process',
  'root-in-page',
  'browser-in-page',
  'websocket-stream-in-page',
  'root-in-worker',
  'drop-in-in-process',
  'drop-in-in-page',
]

/** Where the bundles are in a consumer's project. */
export const folders = { process: 'runners', page: 'page', worker: 'worker' } as const

/**
 * Bundles the contract into the consumer's project, once for each kind of platform. The package is left to runtimes that
 * resolve it themselves; for the others it is bundled from what is installed in the project.
 */
export async function bundleRunners(consumer: string): Promise<void> {
  const folder = join(consumer, folders.process)
  await build({
    ...common,
    entryPoints: runners.map((name) => join(import.meta.dirname, `runner/${name}.ts`)),
    external: ['web-socket-channel', 'web-socket-channel/*', 'rxjs', 'ws'],
    outdir: folder,
    outExtension: { '.js': '.mjs' },
  })
  const pages = ['root-in-page', 'browser-in-page', 'drop-in-in-page', 'websocket-stream-in-page']
  await bundleForWeb(consumer, { to: folders.page, names: pages })
  await bundleForWeb(consumer, {
    to: folders.worker,
    names: ['root-in-worker'],
    conditions: ['workerd', 'worker', 'browser'],
  })
}

const common = {
  bundle: true,
  format: 'esm',
  target: 'es2022',
  logLevel: 'error',
  // Not that of the sources: there the package's name means its sources.
  tsconfigRaw: {},
} satisfies BuildOptions

async function bundleForWeb(
  consumer: string,
  how: { readonly to: string; readonly names: readonly string[] } & Pick<
    BuildOptions,
    'conditions'
  >,
): Promise<void> {
  const { to, names, conditions } = how
  const entries = names.map((name) => [name, join(consumer, folders.process, `${name}.mjs`)])
  await build({
    ...common,
    absWorkingDir: consumer,
    platform: 'browser',
    ...(conditions === undefined ? {} : { conditions }),
    entryPoints: { ...Object.fromEntries(entries), ...library },
    // Cases distinguish the library's calls from their own by the file of each.
    splitting: true,
    chunkNames: 'web-socket-channel/dist/[name]-[hash]',
    outdir: join(consumer, to),
  })
  for (const name of names) {
    const page = `<!doctype html><meta charset="utf-8"><title>${name}</title><script type="module" src="/${name}.js"></script>`
    await writeFile(join(consumer, to, `${name}.html`), page)
  }
}

const library = {
  'web-socket-channel/dist/index': 'web-socket-channel',
  'web-socket-channel/dist/browser': 'web-socket-channel/browser',
  'web-socket-channel/dist/websocket-stream': 'web-socket-channel/websocket-stream',
}
