import { mount } from 'svelte'
import ChatRoom from './ChatRoom.svelte'

const name = new URLSearchParams(location.search).get('name')?.trim() || 'Guest'
const app = mount(ChatRoom, { target: document.body, props: { name } })
export default app
