import { inject } from 'vitest'
import { build as buildWithEsbuild } from 'esbuild'
import { build as buildWithVite } from 'vite'

/** A script for a browser, and the files that went into it. */
export interface Bundle {
  readonly code: string
  readonly inputs: readonly string[]
}

/** Makes a script for browsers of a file in the consumer's project, with the bundler's defaults. */
export const bundlers: Readonly<Record<string, (path: string) => Promise<Bundle>>> = {
  async esbuild(path) {
    const { outputFiles, metafile } = await buildWithEsbuild({
      entryPoints: [path],
      absWorkingDir: inject('consumer'),
      bundle: true,
      minify: true,
      write: false,
      metafile: true,
      logLevel: 'error',
    })
    return { code: outputFiles[0]?.text ?? '', inputs: Object.keys(metafile.inputs) }
  },

  async vite(path) {
    const result = await buildWithVite({
      root: inject('consumer'),
      configFile: false,
      logLevel: 'error',
      build: { write: false, rolldownOptions: { input: path, output: { format: 'iife' } } },
    })
    if (!('output' in result)) throw new Error('Vite gave no single output')
    const [chunk] = result.output
    return { code: chunk.code, inputs: chunk.moduleIds }
  },
}
