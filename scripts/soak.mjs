// npm run soak -- --minutes 10 --seed 7: random faults on real connections, checked throughout (see docs/reliability.md).
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const program = fileURLToPath(
  new URL('../node_modules/.cache/web-socket-channel-faults/soak.mjs', import.meta.url),
)
await build({
  entryPoints: [fileURLToPath(new URL('../test/faults/soak/soak.ts', import.meta.url))],
  outfile: program,
  bundle: true,
  packages: 'external',
  platform: 'node',
  target: 'node20',
  format: 'esm',
})
const args = ['--expose-gc', program, ...process.argv.slice(2)]
const child = spawn(process.execPath, args, { stdio: 'inherit' })
child.on('exit', (code) => {
  process.exitCode = code ?? 1
})
