import { join } from 'node:path'
import { dropInOn } from './drop-in-on.js'
import { nodes } from './nodes.js'
import { startProcess } from './start-process.js'

for (const [version, node] of Object.entries(nodes)) {
  // Node has a built-in WebSocket from 22 on.
  if (version === '20') continue
  dropInOn({
    name: `Node ${version}, over its own WebSocket`,
    bundle: 'process',
    launch: (stageUrl, folder) =>
      startProcess(node, [join(folder, 'drop-in-in-process.mjs'), stageUrl]),
  })
}
