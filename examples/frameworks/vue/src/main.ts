import { createApp } from 'vue'
import ChatRoom from './ChatRoom.vue'

const name = new URLSearchParams(location.search).get('name')?.trim() || 'Guest'
const app = createApp(ChatRoom, { name })
app.mount('#app')
