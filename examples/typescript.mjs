// Lets Node 20 run the TypeScript of these examples as it is:
// node --import ./examples/typescript.mjs examples/echo-client.ts
import * as module from 'node:module'
import * as hooks from './typescript-hooks.mjs'

if (module.registerHooks) module.registerHooks(hooks)
else module.register('./typescript-hooks.mjs', import.meta.url)
