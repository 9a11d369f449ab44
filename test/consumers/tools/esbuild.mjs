// Bundles a program: node esbuild.mjs PROJECT PROGRAM '{"platform":"neutral"}'
import { join } from 'node:path'
import { build } from 'esbuild'

const [project, program, options] = process.argv.slice(2)
const settings = JSON.parse(options)
const outfile = join(project, 'dist', `${program}.${settings.format === 'esm' ? 'mjs' : 'cjs'}`)
await build({
  absWorkingDir: project,
  entryPoints: [`${program}.mjs`],
  bundle: true,
  outfile,
  logLevel: 'error',
  ...settings,
})
console.log(outfile)
