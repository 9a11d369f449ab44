declare module 'ws-oldest' {
  export { default } from 'ws'
}
