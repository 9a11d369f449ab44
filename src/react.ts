export { StreamBuilder, type StreamBuilderProps } from './react/stream-builder.js'
export { useChannel } from './react/use-channel.js'
export { useSnapshot } from './react/use-snapshot.js'
export { useStatus } from './react/use-status.js'
