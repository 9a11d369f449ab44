import '../typescript.mjs'

const { measure } = await import('./measure.ts')
await measure()
