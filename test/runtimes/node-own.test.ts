import { join } from 'node:path'
import { contractOn } from './contract-on.js'
import { lacksOnNode, othersOnWhatwg } from './lacks.js'
import { nodes } from './nodes.js'
import { startProcess } from './start-process.js'

for (const [version, node] of Object.entries(nodes)) {
  // Node has a built-in WebSocket from 22 on.
  if (version === '20') continue
  contractOn({
    name: `Node ${version}, ./browser`,
    bundle: 'process',
    others: othersOnWhatwg,
    lacks: lacksOnNode,
    launch: (stageUrl, folder) =>
      startProcess(node, [join(folder, 'browser-in-process.mjs'), stageUrl]),
  })
}
