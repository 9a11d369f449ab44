import { join } from 'node:path'
import { contractOn, contractOverLayersOn } from './contract-on.js'
import type { Platform } from './platform.js'
import { lacksOnDeno, othersOnWhatwg, othersOnWs } from './lacks.js'
import { startProcess } from './start-process.js'

const deno = join(import.meta.dirname, 'node_modules/.bin/deno')

function launch(runner: string) {
  return (stageUrl: string, folder: string) =>
    startProcess(deno, ['run', '--allow-all', `${folder}/${runner}.mjs`, stageUrl], { cwd: folder })
}

const denoRoot: Platform = {
  name: 'Deno',
  bundle: 'process',
  others: othersOnWs,
  lacks: {},
  launch: launch('root-over-ws'),
}

contractOn(denoRoot)
contractOverLayersOn(denoRoot)

contractOn({
  name: 'Deno, ./browser',
  bundle: 'process',
  others: othersOnWhatwg,
  lacks: lacksOnDeno,
  launch: launch('browser-in-process'),
})
