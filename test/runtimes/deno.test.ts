import { join } from 'node:path'
import { contractOn } from './contract-on.js'
import { lacksOnDeno, othersOnWhatwg, othersOnWs } from './lacks.js'
import { startProcess } from './start-process.js'

const deno = join(import.meta.dirname, 'node_modules/.bin/deno')

function launch(runner: string) {
  return (stageUrl: string, folder: string) =>
    startProcess(deno, ['run', '--allow-all', `${folder}/${runner}.mjs`, stageUrl], { cwd: folder })
}

contractOn({
  name: 'Deno',
  bundle: 'process',
  others: othersOnWs,
  lacks: {},
  launch: launch('root-over-ws'),
})

contractOn({
  name: 'Deno, ./browser',
  bundle: 'process',
  others: othersOnWhatwg,
  lacks: lacksOnDeno,
  launch: launch('browser-in-process'),
})
