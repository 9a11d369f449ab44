import { join } from 'node:path'
import { contractOn } from './contract-on.js'
import { lacksOnNode, othersOnWhatwg, othersOnWs } from './lacks.js'
import { startProcess } from './start-process.js'

const nodes = {
  20: process.execPath,
  22: join(import.meta.dirname, 'node_modules/node22/bin/node'),
  24: join(import.meta.dirname, 'node_modules/node24/bin/node'),
  26: join(import.meta.dirname, 'node_modules/node26/bin/node'),
}

for (const [version, node] of Object.entries(nodes)) {
  contractOn({
    name: `Node ${version}`,
    bundle: 'process',
    others: othersOnWs,
    lacks: {},
    launch: (stageUrl, folder) => startProcess(node, [join(folder, 'root-over-ws.mjs'), stageUrl]),
  })
}

// Node has a WebSocket of its own from 22 on.
for (const [version, node] of Object.entries(nodes).slice(1)) {
  contractOn({
    name: `Node ${version}, ./browser`,
    bundle: 'process',
    others: othersOnWhatwg,
    lacks: lacksOnNode,
    launch: (stageUrl, folder) =>
      startProcess(node, [join(folder, 'browser-in-process.mjs'), stageUrl]),
  })
}
