import { join } from 'node:path'
import { contractOn, contractOverLayersOn } from './contract-on.js'
import { othersOnWs } from './lacks.js'
import { nodes } from './nodes.js'
import type { Platform } from './platform.js'
import { startProcess } from './start-process.js'

for (const [version, node] of Object.entries(nodes)) {
  const platform: Platform = {
    name: `Node ${version}`,
    bundle: 'process',
    others: othersOnWs,
    lacks: {},
    launch: (stageUrl, folder) => startProcess(node, [join(folder, 'root-over-ws.mjs'), stageUrl]),
  }
  contractOn(platform)
  contractOverLayersOn(platform)
}
