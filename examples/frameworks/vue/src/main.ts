import { createApp } from 'vue'
import ChatRoom from './ChatRoom.vue'

const name = new URLSearchParams(location.search).get('name') ?? 'Guest'
const app = createApp(ChatRoom, { name })
app.mount('#app')
