import { echo } from './echo.mjs'
import { memory } from './memory.mjs'
import { receive } from './receive.mjs'
import { send } from './send.mjs'
import { setUp } from './set-up.mjs'

/** The scenarios that are played in processes of Node. */
export const scenarios = [receive, send, echo, setUp, memory]
