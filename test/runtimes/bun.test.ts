import { join } from 'node:path'
import { contractOn, contractOverLayersOn } from './contract-on.js'
import type { Platform } from './platform.js'
import { lacksOnBun, othersOnWhatwg, othersOnWs } from './lacks.js'
import { startProcess } from './start-process.js'

const bun = join(import.meta.dirname, 'node_modules/.bin/bun')

const bunRoot: Platform = {
  name: 'Bun',
  bundle: 'process',
  others: othersOnWs,
  lacks: {},
  launch: (stageUrl, folder) => startProcess(bun, [join(folder, 'root-over-ws.mjs'), stageUrl]),
}

contractOn(bunRoot)
contractOverLayersOn(bunRoot)

contractOn({
  name: 'Bun, ./browser',
  bundle: 'process',
  others: othersOnWhatwg,
  lacks: lacksOnBun,
  launch: (stageUrl, folder) =>
    startProcess(bun, [join(folder, 'browser-in-process.mjs'), stageUrl]),
})
