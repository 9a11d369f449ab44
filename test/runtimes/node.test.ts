import { join } from 'node:path'
import { contractOn } from './contract-on.js'
import { othersOnWs } from './lacks.js'
import { nodes } from './nodes.js'
import { startProcess } from './start-process.js'

for (const [version, node] of Object.entries(nodes)) {
  contractOn({
    name: `Node ${version}`,
    bundle: 'process',
    others: othersOnWs,
    lacks: {},
    launch: (stageUrl, folder) => startProcess(node, [join(folder, 'root-over-ws.mjs'), stageUrl]),
  })
}
