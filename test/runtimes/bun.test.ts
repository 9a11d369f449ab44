import { join } from 'node:path'
import { contractOn } from './contract-on.js'
import { lacksOnBun, othersOnWhatwg, othersOnWs } from './lacks.js'
import { startProcess } from './start-process.js'

const bun = join(import.meta.dirname, 'node_modules/.bin/bun')

contractOn({
  name: 'Bun',
  bundle: 'process',
  others: othersOnWs,
  lacks: {},
  launch: (stageUrl, folder) => startProcess(bun, [join(folder, 'root-over-ws.mjs'), stageUrl]),
})

contractOn({
  name: 'Bun, ./browser',
  bundle: 'process',
  others: othersOnWhatwg,
  lacks: lacksOnBun,
  launch: (stageUrl, folder) =>
    startProcess(bun, [join(folder, 'browser-in-process.mjs'), stageUrl]),
})
