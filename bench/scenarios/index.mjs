import { addStream } from './add-stream.mjs'
import { cold } from './cold.mjs'
import { echo } from './echo.mjs'
import { fanOut } from './fan-out.mjs'
import { fresh } from './fresh.mjs'
import { held } from './held.mjs'
import { iterate } from './iterate.mjs'
import { json } from './json.mjs'
import { layers } from './layers.mjs'
import { memory } from './memory.mjs'
import { mixed } from './mixed.mjs'
import { receive } from './receive.mjs'
import { requests } from './requests.mjs'
import { send } from './send.mjs'
import { server } from './server.mjs'
import { serverMemory } from './server-memory.mjs'
import { setUp } from './set-up.mjs'

/** The scenarios that are played in processes of Node. */
export const scenarios = [
  receive,
  iterate,
  held,
  json,
  requests,
  layers,
  send,
  addStream,
  fresh,
  fanOut,
  server,
  echo,
  mixed,
  setUp,
  cold,
  memory,
  serverMemory,
]
